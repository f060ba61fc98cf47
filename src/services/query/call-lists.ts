import type { TrackDirection } from '../../domain/call/track.ts'
import { missing } from '../../domain/values/errors.ts'
import type { Connection } from '../../storage/entities/connection.ts'
import type { Issue } from '../../storage/entities/issue.ts'
import type { Participant } from '../../storage/entities/participant.ts'
import type { Track } from '../../storage/entities/track.ts'
import type { CallPartFilter } from '../../storage/queries/call-parts.ts'
import { readConnections } from '../../storage/queries/connections.ts'
import { readIssues } from '../../storage/queries/issues.ts'
import { countParticipants, type ParticipantFilter, readParticipants } from '../../storage/queries/participants.ts'
import { readTracks, type TrackOwner } from '../../storage/queries/tracks.ts'
import type { ReadContext } from '../access/caller-context.ts'
import { checkedCallPart, filterId, filterText } from './filters.ts'
import type { CountedList, List } from './lists.ts'

/** @throws DomainError invalid_parameters */
export function connectionList({ reader }: ReadContext, wanted: CallPartFilter): List<Connection> {
  const filter = checkedCallPart(wanted)
  return { name: listName('connections', filter), read: pageQuery => readConnections(reader, filter, pageQuery) }
}

/** @throws DomainError invalid_parameters */
export function issueList({ reader }: ReadContext, wanted: CallPartFilter): List<Issue> {
  const filter = checkedCallPart(wanted)
  return { name: listName('issues', filter), read: pageQuery => readIssues(reader, filter, pageQuery) }
}

/** @throws DomainError invalid_parameters */
export function participantList({ reader }: ReadContext, wanted: ParticipantFilter): CountedList<Participant> {
  const filter = {
    appId: filterId(wanted.appId, 'app_id'),
    conferenceId: filterId(wanted.conferenceId, 'conference_id'),
    externalId: filterText(wanted.externalId, 'external_id'),
    text: filterText(wanted.text, 'query'),
    created: wanted.created,
  }
  return {
    name: listName('participants', filter),
    read: pageQuery => readParticipants(reader, filter, pageQuery),
    count: () => countParticipants(reader, filter),
  }
}

/** The tracks of a session, a connection or a participant. @throws DomainError missing_parameters, invalid_parameters */
export function trackList({ reader }: ReadContext, { direction, ...wanted }: TracksWanted): List<Track> {
  const owner = checkedOwner(wanted)
  return {
    name: listName('tracks', { ...owner, direction }),
    read: pageQuery => readTracks(reader, owner, pageQuery, direction),
  }
}

/** Whose tracks are wanted, one of the three. */
interface TracksWanted {
  sessionId?: string | undefined
  connectionId?: string | undefined
  participantId?: string | undefined
  /** Undefined: both. */
  direction?: TrackDirection | undefined
}

const listName = (what: string, filter: object): string => `${what} ${JSON.stringify(filter)}`

function checkedOwner(wanted: TracksWanted): TrackOwner {
  const sessionId = filterId(wanted.sessionId, 'session_id')
  if (sessionId) return { sessionId }
  const connectionId = filterId(wanted.connectionId, 'connection_id')
  if (connectionId) return { connectionId }
  const participantId = filterId(wanted.participantId, 'participant_id')
  if (participantId) return { participantId }
  throw missing('session_id, connection_id or participant_id')
}
