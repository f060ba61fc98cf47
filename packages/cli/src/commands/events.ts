import { carriedOut, listCommand, type Place } from './command.ts'

export function addEvents(root: Place): void {
  const events = listCommand(root, 'events <conference>', {
    does: 'Prints the raw data of a conference by event time. By id or external id.',
    examples: ['events planning-17 --without stats', 'events planning-17 --type stats --json | jq .data'],
  })
    .option('--app <app>', 'app of the external id, by id or name')
    .option('--type <name>', 'only events of this name, such as stats')
    .option('--without <name>', 'all but events of this name')
  carriedOut(events, root.io, async () => (await import('../actions/events.ts')).listEvents)
}
