import { durationFromMs } from '@bufbuild/protobuf/wkt'
import { StaleConferenceSchema } from '@peermetrics/client/admin/v1'
import type { CommonOptions, Context } from '../context.ts'
import { messageListing } from '../output/listing.ts'
import { timeText } from '../output/values.ts'

const HOUR_MS = 60 * 60 * 1000

const staleListing = messageListing(StaleConferenceSchema, {
  columns: [
    { title: 'CONFERENCE', text: ({ conferenceId }) => conferenceId },
    { title: 'LAST ACTIVITY', text: ({ lastActivityTime }) => timeText(lastActivityTime) },
  ],
  leaveOut: ['LAST ACTIVITY'],
  id: ({ conferenceId }) => conferenceId,
})

export async function endStale(context: Context<CommonOptions & { dryRun?: boolean; hours?: number }>): Promise<void> {
  const { dryRun = false, hours } = context.options
  const { conferences } = await context.pm.maintenance.endStaleConferences({
    dryRun,
    timeout: hours === undefined ? undefined : durationFromMs(Math.round(hours * HOUR_MS)),
  })
  await context.print.all(staleListing, conferences)
}
