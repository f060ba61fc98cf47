import { carriedOut, type Place, rowsCommand } from './command.ts'

export function addSearch(root: Place): void {
  const search = rowsCommand(root, 'search <words...>', {
    does: 'Finds conferences, participants, apps and organizations by id or name; sessions, connections and events by id.',
    examples: ['search alice', 'search planning --app "My app"'],
  }).option('--app <app>', 'only in this app, by id or name')
  carriedOut(search, root.io, async () => (await import('../actions/search.ts')).search)
}
