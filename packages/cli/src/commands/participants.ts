import { carriedOut, groupCommand, listCommand, type Place, serverCommand } from './command.ts'
import { withTimes } from './filters.ts'

const load = () => import('../actions/participants.ts')

export function addParticipants(root: Place): void {
  const place = groupCommand(
    root,
    'participants',
    'Look at participants, hand out what is stored about them, erase it.',
  )
  const { io } = place
  const flag = '--app <app>'
  const which = 'app of the external id, by id or name; needed when several apps have such a participant'
  const list = withTimes(
    listCommand(place, 'list', {
      does: 'Lists participants, the newest first: without any filter, those of the last 7 days.',
      examples: ['participants list --conference planning-17', 'participants list --app "My app" --since 7d --csv'],
    })
      .option(flag, 'only those of this app, by id or name')
      .option('--conference <conference>', 'only those of this conference, by id or external id'),
  )
  carriedOut(list, io, async () => (await load()).listParticipants)

  const show = serverCommand(place, 'show <participant>', {
    does: 'Shows a participant with the last calls, and how they were. By id or external id.',
    examples: ['participants show alice', 'participants show alice --app "My app" --json'],
  }).option(flag, which)
  carriedOut(show, io, async () => (await load()).showParticipant)

  const exportOne = serverCommand(place, 'export <participant>', {
    does: 'Prints all that is stored about a participant, a record a line of JSON (NDJSON). For owners.',
    examples: ['participants export alice > alice.ndjson', 'participants export alice --app "My app" | jq -c .kind'],
  }).option(flag, which)
  carriedOut(exportOne, io, async () => (await load()).exportParticipant)

  const erase = serverCommand(place, 'erase <participant>', {
    does: 'Deletes a participant for good with all that is stored about it. Asks for the external id to be typed. For owners.',
    examples: ['participants erase alice', 'participants erase alice --app "My app" --yes'],
  })
    .option(flag, which)
    .option('--yes', 'do not ask')
  carriedOut(erase, io, async () => (await load()).eraseParticipant)
}
