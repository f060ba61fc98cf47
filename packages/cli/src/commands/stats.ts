import { Argument } from 'commander'
import { rollUpNames } from '../input/roll-up-names.ts'
import { instant } from '../input/times.ts'
import { carriedOut, type Place, rowsCommand } from './command.ts'

export function addStats(root: Place): void {
  const stats = rowsCommand(root, 'stats', {
    does: 'Counts over the conferences of an app, as tables with bars: all of them, or one.',
    examples: ['stats --app "My app" --since 7d', 'stats issues --app "My app" --since yesterday --csv'],
  })
    .addArgument(new Argument('[roll-up]', 'what to count').choices(rollUpNames))
    .requiredOption('--app <app>', 'app to count in, by id or name')
    .option('--since <time>', 'only what was created from this time on: ISO 8601, 2h, 7d, yesterday', text =>
      instant(text),
    )
    .option('--until <time>', 'only what was created before this time', text => instant(text))
  carriedOut(stats, root.io, async () => (await import('../actions/stats.ts')).showStats)
}
