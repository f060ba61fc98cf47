import { judgedPeriodMs } from '../../domain/analysis/call-analyser.ts'
import { longestInterval } from '../../domain/stats/difference.ts'
import { buildTimeline } from '../../domain/timeline/build-timeline.ts'
import type { CallParts, EventPart } from '../../domain/timeline/call-parts.ts'
import type { Timeline } from '../../domain/timeline/timeline.ts'
import { App } from '../../storage/entities/app.ts'
import type { Conference } from '../../storage/entities/conference.ts'
import { findRow } from '../../storage/queries/find-row.ts'
import {
  readEventParts,
  readPairParts,
  readReportTimes,
  type TimelineOf,
} from '../../storage/queries/timeline-events.ts'
import { readCallParts } from '../../storage/queries/timeline-rows.ts'
import { findSummary } from '../../storage/tables/summaries.ts'
import type { ReadContext } from '../access/caller-context.ts'
import { findConference, requireFound, requireRow } from './find.ts'

/** Events that are looked at. */
const MAX_EVENTS = 20_000

export interface ShownTimeline extends Timeline {
  startTime: Date
  /** End of the conference, or now; of one that never began, the latest that is known of it. */
  end: Date
  hasOmittedEvents: boolean
}

/**
 * Reads the lanes of the timeline of a conference, or of one participant in it.
 * @throws DomainError conference_not_found, participant_not_found
 */
export async function getConferenceTimeline(
  context: ReadContext,
  { conferenceId, participantId }: { conferenceId: string; participantId?: string | undefined },
): Promise<ShownTimeline> {
  const { reader, now } = context
  const conference = await findConference(context, conferenceId)
  const participant = participantId ? await requireRow(context, 'participant', participantId) : undefined
  const of: TimelineOf = { conferenceId: conference.id, participantId: participant }
  const { interval } = requireFound(await findRow(reader, App, 'app', conference.app), 'app')
  const longestMs = longestInterval(judgedPeriodMs(interval))
  const events = await readEventParts(reader, of, MAX_EVENTS + 1)
  const parts = await readCallParts(reader, of)
  const end = conference.ongoing ? now : (conference.endTime ?? lastKnown(conference, parts, events))
  const timeline = buildTimeline({
    ...parts,
    events: events.slice(0, MAX_EVENTS),
    reports: (await hasLostReports(context, conference)) ? null : await readReportTimes(reader, of, longestMs),
    pairs: await readPairParts(reader, of),
    longestIntervalMs: longestMs,
    end: end.getTime(),
    ongoing: conference.ongoing,
  })
  return {
    ...timeline,
    startTime: conference.startTime ?? conference.createdAt,
    end,
    hasOmittedEvents: events.length > MAX_EVENTS,
  }
}

/** The latest that is known of a conference in which nobody has connected. */
const lastKnown = (
  { createdAt }: Conference,
  { sessions }: Pick<CallParts, 'sessions'>,
  events: readonly EventPart[],
): Date =>
  new Date(Math.max(createdAt.getTime(), events.at(-1)?.at ?? 0, ...sessions.map(({ from, to }) => to ?? from)))

/** Whether raw reports were deleted once the call was summarised. */
async function hasLostReports({ reader }: ReadContext, { id }: Conference): Promise<boolean> {
  return ((await findSummary(reader, id))?.reportsDeletedUntil ?? null) !== null
}
