import { carriedOut, groupCommand, listCommand, type Place, rowsCommand, serverCommand } from './command.ts'
import { withFilters } from './filters.ts'

const OF_APP = 'app of the external id, by id or name; needed when several apps have such a conference'

export function addConferences(root: Place): void {
  const place = groupCommand(root, 'conferences', 'Look at conferences: how they were, and why.')
  const { io } = place
  const list = withFilters(
    listCommand(place, 'list', {
      does: 'Lists conferences with their verdict, the newest first: without any filter, those of the last 7 days.',
      examples: ['conferences list --since yesterday', 'conferences list --issue ice_failed --csv > failed.csv'],
    }),
  ).option('--issue <code>', 'only those with such an issue')
  carriedOut(list, io, async () => (await import('../actions/conferences.ts')).listConferences)

  const show = serverCommand(place, 'show <conference>', {
    does: 'Shows how a call was and why, with its participants, findings and connections. By id or external id.',
    examples: ['conferences show planning-17', 'conferences show planning-17 --app "My app" --json | jq .verdict'],
  }).option('--app <app>', OF_APP)
  carriedOut(show, io, async () => (await import('../actions/show-conference.ts')).showConference)

  const watch = serverCommand(place, 'watch <conference>', {
    does: 'Prints what happens in a running conference, until it ends.',
    examples: ['conferences watch planning-17', 'conferences watch planning-17 --stats --json'],
  })
    .option('--app <app>', OF_APP)
    .option('--stats', 'print stats reports, too')
  carriedOut(watch, io, async () => (await import('../actions/watch.ts')).watch)

  const exportOne = rowsCommand(place, 'export <conference>', {
    does: 'Prints all that is stored about a conference, a record a line of JSON (NDJSON). With --events: its events as CSV.',
    examples: [
      'conferences export planning-17 > planning-17.ndjson',
      'conferences export planning-17 --events > events.csv',
    ],
  })
    .option('--app <app>', OF_APP)
    .option('--events', 'print the events as CSV')
  carriedOut(exportOne, io, async () => (await import('../actions/export-conference.ts')).exportConference)
}
