import tab from '@bomb.sh/tab'
import type { Context } from '../context.ts'

/** Prints the script, which calls `peermetrics complete`. */
export async function printScript(_context: Context, shell = ''): Promise<void> {
  tab.setup('peermetrics', 'peermetrics', shell)
}
