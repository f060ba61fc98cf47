import type { Conference } from '../../storage/entities/conference.ts'
import type { Connection } from '../../storage/entities/connection.ts'
import type { Issue } from '../../storage/entities/issue.ts'
import type { Participant } from '../../storage/entities/participant.ts'
import type { Track } from '../../storage/entities/track.ts'
import { readWholeSessions } from '../../storage/queries/sessions.ts'
import { readTracks } from '../../storage/queries/tracks.ts'
import type { ReadContext } from '../access/caller-context.ts'
import { connectionList } from './connections.ts'
import { eventList } from './events.ts'
import { findConference } from './find.ts'
import { type BuiltSummary, findBuiltSummary } from './graphs.ts'
import { issueList } from './issues.ts'
import { type List, readAll } from './lists.ts'
import { participantList } from './participants.ts'
import type { SessionRow } from './sessions.ts'
import type { ShownEvent } from './split-event.ts'

/** One thing that is kept about a conference. */
export type ExportRecord =
  | { kind: 'conference'; value: Conference }
  | { kind: 'participant'; value: Participant }
  | { kind: 'session'; value: SessionRow }
  | { kind: 'connection'; value: Connection }
  | { kind: 'track'; value: Track }
  | { kind: 'issue'; value: Issue }
  | { kind: 'event'; value: ShownEvent }
  | { kind: 'summary'; value: BuiltSummary & { conferenceId: string } }

/**
 * Everything there is about a conference, the summary last if it is built. Reads as far as records are taken, a batch at a
 * time.
 * @throws DomainError conference_not_found
 */
export async function* exportConference(
  context: ReadContext,
  id: string,
): AsyncGenerator<ExportRecord, void, undefined> {
  const conference = await findConference(context, id)
  const conferenceId = conference.id
  const wanted = { conferenceId, created: {} }
  yield { kind: 'conference', value: conference }
  yield* records('participant', participantList(context, wanted))
  yield* records('session', wholeSessions(context, conferenceId))
  yield* records('connection', connectionList(context, wanted))
  yield* records('track', tracksOf(context, conferenceId))
  yield* records('issue', issueList(context, wanted))
  yield* records('event', await eventList(context, { conferenceId, happened: {} }))
  const summary = conference.ongoing ? undefined : await findBuiltSummary(context.reader, conferenceId)
  if (summary) yield { kind: 'summary', value: { ...summary, conferenceId } }
}

async function* records<Kind extends ExportRecord['kind'], Row>(
  kind: Kind,
  list: List<Row>,
): AsyncGenerator<{ kind: Kind; value: Row }, void, undefined> {
  for await (const rows of readAll(list)) for (const value of rows) yield { kind, value }
}

const wholeSessions = ({ reader }: ReadContext, conferenceId: string): List<SessionRow> => ({
  name: 'whole sessions',
  read: async slice =>
    (await readWholeSessions(reader, conferenceId, slice)).map(({ entity, row, position }) => ({
      row: { session: entity, issueIds: row.issue_ids },
      position,
    })),
})

const tracksOf = ({ reader }: ReadContext, conferenceId: string): List<Track> => ({
  name: 'tracks of a conference',
  read: async slice =>
    (await readTracks(reader, { conferenceId }, slice)).map(({ entity, position }) => ({ row: entity, position })),
})
