import type { Conference } from '../../storage/entities/conference.ts'
import type { Participant } from '../../storage/entities/participant.ts'
import type { CallerContext } from '../access/caller-context.ts'
import { participantList } from './call-lists.ts'
import { type CallRecord, callRecords, recordsOf } from './call-records.ts'
import { findConference } from './find.ts'
import { type BuiltSummary, findBuiltSummary } from './graphs.ts'

/** One thing that is kept about a conference. */
export type ExportRecord =
  | { kind: 'conference'; value: Conference }
  | { kind: 'participant'; value: Participant }
  | CallRecord
  | { kind: 'summary'; value: BuiltSummary & { conferenceId: string } }

/**
 * Everything there is about a conference, the summary last if it is built.
 * @throws DomainError conference_not_found
 */
export async function* exportConference(
  context: CallerContext,
  id: string,
): AsyncGenerator<ExportRecord, void, undefined> {
  const conference = await findConference(context, id)
  const conferenceId = conference.id
  context.reauthorization.about(() => findConference(context, conferenceId))
  yield { kind: 'conference', value: conference }
  yield* recordsOf('participant', participantList(context, { conferenceId, created: {} }))
  yield* callRecords(context, { conferenceId })
  const summary = conference.ongoing ? undefined : await findBuiltSummary(context.reader, conferenceId)
  if (summary) yield { kind: 'summary', value: { ...summary, conferenceId } }
}
