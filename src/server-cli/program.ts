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
  addImport(root)
  return root
}
