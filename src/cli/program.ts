import { Command } from 'commander'
import { addApps } from './commands/apps.ts'
import { addBackup } from './commands/backup.ts'
import { addConferences } from './commands/conferences.ts'
import { addEvents } from './commands/events.ts'
import { addIssues } from './commands/issues.ts'
import { addMaintenance } from './commands/maintenance.ts'
import { addSearch } from './commands/search.ts'
import { addSignIn } from './commands/sign-in.ts'

const notes = `
The server and its token come from --url and --token, else from PEERMETRICS_URL and PEERMETRICS_TOKEN, else from what
"peermetrics sign-in" has kept. Times are UTC. Exit codes: 0 done, 1 refused or failed, 2 wrong usage.`

/** The whole command line. Parsing throws CommanderError, UsageError, and what the server answers. */
export function program(): Command {
  const root = new Command('peermetrics')
    .description('Reads WebRTC calls from a PeerMetrics server and manages its apps.')
    .addHelpText('after', notes)
    .exitOverride()
    .showHelpAfterError('("--help" shows what there is)')
  addSignIn(root)
  addApps(root)
  addConferences(root)
  addIssues(root)
  addSearch(root)
  addEvents(root)
  addMaintenance(root)
  addBackup(root)
  return root
}
