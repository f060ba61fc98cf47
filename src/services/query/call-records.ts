import type { Connection } from '../../storage/entities/connection.ts'
import type { Issue } from '../../storage/entities/issue.ts'
import type { Track } from '../../storage/entities/track.ts'
import { readWholeSessions, type SessionRow } from '../../storage/queries/sessions.ts'
import { readTracks } from '../../storage/queries/tracks.ts'
import type { ReadContext } from '../access/caller-context.ts'
import { connectionList, issueList } from './call-lists.ts'
import { eventList } from './events.ts'
import { type List, readAll } from './lists.ts'
import type { ShownEvent } from './split-event.ts'

/** One thing that was reported or found in a call. */
export type CallRecord =
  | { kind: 'session'; value: SessionRow }
  | { kind: 'connection'; value: Connection }
  | { kind: 'track'; value: Track }
  | { kind: 'issue'; value: Issue }
  | { kind: 'event'; value: ShownEvent }

/** Of which conference records are wanted, and of which participant in it; undefined: of all. */
export interface RecordsOf {
  conferenceId: string
  participantId?: string | undefined
}

/** Yields the events and findings of a call. Reads only as far as records are taken, a batch at a time. */
export async function* callRecords(context: ReadContext, of: RecordsOf): AsyncGenerator<CallRecord, void, undefined> {
  const wanted = { ...of, created: {} }
  yield* recordsOf('session', wholeSessions(context, of))
  yield* recordsOf('connection', connectionList(context, wanted))
  yield* recordsOf('track', tracksOf(context, of))
  yield* recordsOf('issue', issueList(context, wanted))
  yield* recordsOf('event', await eventList(context, { ...of, happened: {} }))
}

/** The rows of a list as records of a kind. */
export async function* recordsOf<Kind extends string, Row>(
  kind: Kind,
  list: List<Row>,
): AsyncGenerator<{ kind: Kind; value: Row }, void, undefined> {
  for await (const rows of readAll(list)) for (const value of rows) yield { kind, value }
}

const wholeSessions = ({ reader }: ReadContext, of: RecordsOf): List<SessionRow> => ({
  name: 'whole sessions',
  read: pageQuery => readWholeSessions(reader, { ...of, created: {} }, pageQuery),
})

const tracksOf = ({ reader }: ReadContext, of: RecordsOf): List<Track> => ({
  name: 'tracks of a conference',
  read: pageQuery => readTracks(reader, of, pageQuery),
})
