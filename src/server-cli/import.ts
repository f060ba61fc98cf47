import type { Command } from 'commander'
import { InvalidArgumentError } from 'commander'
import type { ImportFlags } from './import-flags.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** `peermetrics-server import`. */
export function addImport(root: Command): void {
  root
    .command('import')
    .description('copy an existing PeerMetrics installation into the configured database (docs/moving-in.md)')
    .option('--from <url>', 'its PostgreSQL database: postgres://user:password@host/name', postgresUrl)
    .option('--from-data <folder>', 'instead: the embedded database of this server in a folder (DATA_DIR), all of it')
    .option('--app <id>', 'only this app; again for each further one', appId)
    .option('--since <date>', 'only calls that ended since, or have not ended: 2026-05-01', date)
    .option('--dry-run', 'say what would be copied and what left out, and change nothing')
    .option('--follow', 'go on copying what is new, every 2 s, until stopped')
    .option('--verify', 'only compare both sides')
    .addHelpText(
      'after',
      `
Examples:
  peermetrics-server import --from postgres://reader@old-host/peermetrics --dry-run
  peermetrics-server import --from postgres://reader@old-host/peermetrics --follow
  peermetrics-server import --from-data ./data`,
    )
    .action(async (flags: ImportFlags, command: Command) => {
      if ((flags.from === undefined) === (flags.fromData === undefined)) {
        command.error("error: give one of '--from <url>' and '--from-data <folder>'")
      }
      const { importInstallation } = await import('./import-installation.ts')
      await importInstallation(flags)
    })
}

function postgresUrl(text: string): string {
  if (URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol)) return text
  throw new InvalidArgumentError('It must be a postgres:// URL.')
}

function appId(text: string, previous: string[] = []): string[] {
  if (UUID.test(text)) return [...previous, text.toLowerCase()]
  throw new InvalidArgumentError('It must be the id of an app, a UUID.')
}

function date(text: string): Date {
  const value = new Date(text)
  if (/^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(value.getTime())) return value
  throw new InvalidArgumentError('It must be a date, 2026-05-01, or a time in ISO 8601.')
}
