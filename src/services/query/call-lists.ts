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
    created: wanted.created,
  }
  return {
    name: listName('participants', filter),
    read: pageQuery => readParticipants(reader, filter, pageQuery),
    count: () => countParticipants(reader, filter),
  }
}

/** The tracks of a session or of a connection. @throws DomainError missing_parameters, invalid_parameters */
export function trackList(
  { reader }: ReadContext,
  wanted: { sessionId?: string | undefined; connectionId?: string | undefined },
): List<Track> {
  const owner = checkedOwner(wanted)
  return { name: listName('tracks', owner), read: pageQuery => readTracks(reader, owner, pageQuery) }
}

const listName = (what: string, filter: object): string => `${what} ${JSON.stringify(filter)}`

function checkedOwner(wanted: Parameters<typeof trackList>[1]): TrackOwner {
  const sessionId = filterId(wanted.sessionId, 'session_id')
  if (sessionId) return { sessionId }
  const connectionId = filterId(wanted.connectionId, 'connection_id')
  if (connectionId) return { connectionId }
  throw missing('session_id or connection_id')
}
