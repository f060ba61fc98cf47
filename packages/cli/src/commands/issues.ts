import { carriedOut, groupCommand, listCommand, type Place } from './command.ts'
import { withFilters } from './filters.ts'

export function addIssues(root: Place): void {
  const place = groupCommand(root, 'issues', 'Look at issues: what went wrong in conferences.')
  const list = withFilters(
    listCommand(place, 'list', {
      does: 'Lists issues, the newest first: without any filter, those of the last 7 days.',
      examples: ['issues list --conference planning-17', 'issues list --app "My app" --since 2h --json'],
    }),
  ).option('--conference <conference>', 'only those of this conference, by id or external id')
  carriedOut(list, place.io, async () => (await import('../actions/issues.ts')).listIssues)
}
