import { Command } from 'commander'
import { addImport } from './import.ts'

const notes = `
The database and everything else is configured by environment variables, listed in docs/configuration.md.
Exit codes: 0 done, 1 failed, 2 wrong usage.`

/** The whole command line. What a command needs is loaded when it is called. */
export function program(): Command {
  const root = new Command('peermetrics-server')
    .description('Receives, stores and analyses what WebRTC clients report about calls.')
    .addHelpText('after', notes)
    .exitOverride()
    .showHelpAfterError('("--help" shows what there is)')
  root
    .command('start', { isDefault: true })
    .description('start the server')
    .action(async () => {
      await import('../run.ts')
    })
  root
    .command('migrate')
    .description('bring the schema of the database up to date, and end')
    .action(async () => {
      const { migrate } = await import('./migrate.ts')
      await migrate()
    })
  root
    .command('rotate-secrets')
    .description('make new secrets of SDK tokens for the embedded database; the next start uses them')
    .option('--revoke', 'refuse tokens of the old ones at once, as they have become known')
    .action(async ({ revoke = false }: { revoke?: boolean }) => {
      const { rotate } = await import('./rotate-secrets.ts')
      rotate({ revoke })
    })
  root
    .command('health')
    .description('ask the server of this machine whether it takes requests; exit code 1: it does not')
    .action(async () => {
      const { askHealth } = await import('./health.ts')
      await askHealth()
    })
  root
    .command('distribute')
    .description('turn the table of events into a distributed one (Citus), by the conference; docs/distributed.md')
    .option('--dry-run', 'only say what would be done, and what is missing for it')
    .action(async ({ dryRun = false }: { dryRun?: boolean }) => {
      const { distribute } = await import('./distribute.ts')
      await distribute({ dryRun })
    })
  root
    .command('openapi')
    .description('print the OpenAPI description of the HTTP routes')
    .action(async () => {
      const { printOpenApi } = await import('./openapi.ts')
      printOpenApi()
    })
  addImport(root)
  return root
}
