import { durationFromMs } from '@bufbuild/protobuf/wkt'
import { type Command, InvalidArgumentError } from 'commander'
import {
  MaintenanceService,
  type StaleConference,
  StaleConferenceSchema,
} from '../../../gen/peermetrics/admin/v1/maintenance_service_pb.js'
import { type Listing, printRows } from '../output/print.ts'
import { timeText } from '../output/values.ts'
import { chooseServer, clientOf } from '../remote/choose-server.ts'
import { type CommonOptions, groupCommand, serverCommand } from './server-command.ts'

const HOUR_MS = 60 * 60 * 1000

const staleListing: Listing<typeof StaleConferenceSchema> = {
  schema: StaleConferenceSchema,
  columns: [
    { title: 'CONFERENCE', text: ({ conferenceId }) => conferenceId },
    { title: 'LAST ACTIVITY', text: ({ lastActivityTime }) => timeText(lastActivityTime) },
  ],
}

export function addMaintenance(root: Command): void {
  const maintenance = groupCommand(root, 'maintenance', 'Maintenance of the whole server, for superusers.')
  serverCommand(
    maintenance,
    'end-stale',
    'Ends conferences about which nothing was received for long, at their last activity, and prints them.',
  )
    .option('--dry-run', 'only print what would be ended')
    .option('--hours <hours>', 'nothing was received for so long; else what the server is configured with', hours)
    .action(endStale)
}

async function endStale(options: CommonOptions & { dryRun?: boolean; hours?: number }): Promise<void> {
  const { conferences } = await clientOf(MaintenanceService, chooseServer(options)).endStaleConferences({
    dryRun: options.dryRun ?? false,
    timeout: options.hours === undefined ? undefined : durationFromMs(Math.round(options.hours * HOUR_MS)),
  })
  await printRows(asPage(conferences), staleListing, options)
}

async function* asPage(rows: StaleConference[]): AsyncGenerator<StaleConference[]> {
  yield rows
}

function hours(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !(value > 0)) throw new InvalidArgumentError('It must be a number of hours.')
  return value
}
