import { Command, Option } from 'commander'
import { addApps } from './commands/apps.ts'
import { addCompletion } from './commands/completion.ts'
import { addConferences } from './commands/conferences.ts'
import { addDoctor } from './commands/doctor.ts'
import { addEvents } from './commands/events.ts'
import { addIssues } from './commands/issues.ts'
import { addMaintenance } from './commands/maintenance.ts'
import { addMembers, addOrganizations } from './commands/organizations.ts'
import { addParticipants } from './commands/participants.ts'
import { addReplay } from './commands/replay.ts'
import { addSearch } from './commands/search.ts'
import { addProfiles, addSignIn } from './commands/sign-in.ts'
import { addStats } from './commands/stats.ts'
import { addTokens } from './commands/tokens.ts'
import { addUsers } from './commands/users.ts'
import type { Io } from './io.ts'
import { wrapped } from './output/wrap.ts'
import { version } from './version.ts'

export const notes = `The server and its token come from --url and --token, else from --profile, else from PEERMETRICS_URL and PEERMETRICS_TOKEN, else from what "peermetrics sign-in" has kept. Times are UTC.

Exit codes: 0 done, 1 refused or failed, 2 wrong usage, 4 sign-in needed, 130 interrupted.

Examples:
  peermetrics sign-in --url http://127.0.0.1:8081
  peermetrics conferences list --since yesterday`

/** Help has this width where there is no terminal. */
const DEFAULT_WIDTH = 80

/** The whole command line. Parsing throws CommanderError, UsageError, and what the server answers. */
export function program(io: Io): Command {
  const root = new Command('peermetrics')
    .description(
      'Reads WebRTC calls from a PeerMetrics server, says what went wrong in them, and manages apps and users.',
    )
    .version(version, '-V, --version', 'print the version of this program')
    .addOption(new Option('--url <url>', 'server to ask'))
    .addOption(new Option('--profile <name>', 'kept sign-in to use'))
    .exitOverride()
    .configureOutput({
      writeOut: text => io.stdout.write(text),
      writeErr: text => io.stderr.write(text),
      getOutHelpWidth: () => io.stdout.columns ?? DEFAULT_WIDTH,
      getErrHelpWidth: () => io.stderr.columns ?? DEFAULT_WIDTH,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .showHelpAfterError('("--help" shows what there is)')
  root.addHelpText('after', () => `\n${wrapped(notes, io.stdout.columns ?? DEFAULT_WIDTH)}`)
  const place = { command: root, io }
  addSignIn(place)
  addProfiles(place)
  addConferences(place)
  addParticipants(place)
  addIssues(place)
  addSearch(place)
  addEvents(place)
  addStats(place)
  addApps(place)
  addOrganizations(place)
  addMembers(place)
  addUsers(place)
  addTokens(place)
  addMaintenance(place)
  addReplay(place)
  addDoctor(place)
  addCompletion(place)
  return root
}
