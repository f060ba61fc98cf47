import type { TrackDirection } from '../../domain/call/track.ts'
import type { ScopedReader } from '../access/scoped-reader.ts'
import { Track } from '../entities/track.ts'
import { Conditions } from './conditions.ts'
import { type Listed, listEntities } from './list-rows.ts'
import type { PageQuery } from './page-query.ts'

/** Whose tracks are wanted. */
export type TrackOwner = { sessionId: string } | { connectionId: string } | TracksInConference | TracksOfParticipant

/** All tracks of a conference, or those of one participant in it. */
interface TracksInConference {
  conferenceId: string
  participantId?: string | undefined
}

/** The tracks of a participant in all of its calls. */
interface TracksOfParticipant {
  participantId: string
}

function conditionsOf(owner: TrackOwner): Conditions {
  const conditions = new Conditions()
  if ('sessionId' in owner) return conditions.equal({ session_id: owner.sessionId })
  if ('connectionId' in owner) return conditions.equal({ connection_id: owner.connectionId })
  return conditions
    .add(
      'conferenceId' in owner ? owner.conferenceId : undefined,
      id => `session_id in (select session.id from session where session.conference_id = ${id})`,
    )
    .add(
      owner.participantId,
      id => `session_id in (select session.id from session where session.participant_id = ${id})`,
    )
}

/** @param direction undefined: both */
export const readTracks = (
  reader: ScopedReader,
  owner: TrackOwner,
  pageQuery: PageQuery,
  direction?: TrackDirection,
): Promise<Listed<Track>[]> => {
  const where = conditionsOf(owner).equal({ direction })
  return listEntities(reader, { entity: Track, table: 'track' }, { where }, pageQuery)
}

/** A track as its events name it. */
export interface TrackName {
  id: string
  sessionId: string
  /** MediaStreamTrack.id. */
  trackId: string
}

/** The tracks of some sessions. */
export const tracksOfSessions = (reader: ScopedReader, sessionIds: readonly string[]): Promise<TrackName[]> =>
  reader.query<TrackName>(
    'select id, session_id as "sessionId", track_id as "trackId" from track where session_id = any($1::uuid[])',
    [sessionIds],
  )
