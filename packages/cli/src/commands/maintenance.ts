import { hours } from '../input/numbers.ts'
import { carriedOut, groupCommand, type Place, rowsCommand, serverCommand } from './command.ts'

export function addMaintenance(root: Place): void {
  const place = groupCommand(root, 'maintenance', 'Maintenance of the whole server, for superusers.')
  const endStale = rowsCommand(place, 'end-stale', {
    does: 'Ends conferences about which nothing was received for long, at their last activity, and prints them.',
    examples: ['maintenance end-stale --dry-run', 'maintenance end-stale --hours 2'],
  })
    .option('--dry-run', 'only print what would be ended')
    .option('--hours <hours>', 'nothing was received for so long; else what the server is configured with', hours)
  carriedOut(endStale, place.io, async () => (await import('../actions/maintenance.ts')).endStale)

  const backup = serverCommand(root, 'backup', {
    does: 'Writes a copy of a server with the embedded database to a tar file, while it runs. For superusers.',
    examples: ['backup --output peermetrics.tar', 'backup --output - | gzip > peermetrics.tar.gz'],
  }).requiredOption('--output <file>', 'file to write, which must not exist; "-" is standard output')
  carriedOut(backup, root.io, async () => (await import('../actions/backup.ts')).backUp)
}
