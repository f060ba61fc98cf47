import { DomainError } from '../../domain/errors.ts'
import { storableText } from '../../domain/json.ts'
import { parseUuid } from '../../domain/uuid.ts'
import { findParticipantInConference } from '../../storage/conferences.ts'
import { findConnection } from '../../storage/connections.ts'
import type { ServiceContext } from '../context.ts'
import type { KnownConnection, SessionCaller } from './caches.ts'
import { NAME_LENGTH } from './initialize.ts'

/**
 * The participant of the caller's conference that is meant: by id or, as SDKs say it in `removeConnection`, by the
 * application's user id.
 * @throws DomainError participant_not_found, participant_equal_peer
 */
export async function resolvePeer(context: ServiceContext, caller: SessionCaller, peer: string): Promise<string> {
  const externalId = storableText(peer, NAME_LENGTH)
  const key = `${caller.conferenceId} ${externalId}`
  let peerId = context.caches.peers.get(key)
  if (!peerId) {
    peerId = await findParticipantInConference(context.em(), caller.conferenceId, { id: parseUuid(peer), externalId })
    if (!peerId) throw new DomainError('participant_not_found', 'peerId is no participant of this conference')
    context.caches.peers.set(key, peerId)
  }
  if (peerId === caller.participantId) throw new DomainError('participant_equal_peer')
  return peerId
}

/**
 * The connection of the caller's session that is meant.
 * @throws DomainError connection_not_found, also for a connection of somebody else
 */
export async function resolveConnection(
  context: ServiceContext,
  caller: SessionCaller,
  connectionId: string | undefined,
): Promise<{ id: string; known: KnownConnection }> {
  const id = parseUuid(connectionId)
  const known = id ? await knownConnection(context, id) : undefined
  if (!id || !known || known.sessionId !== caller.sessionId) {
    throw new DomainError('connection_not_found', 'connectionId is no connection of this session')
  }
  return { id, known }
}

async function knownConnection(context: ServiceContext, id: string): Promise<KnownConnection | undefined> {
  const known = context.caches.connections.get(id)
  if (known) return known
  const record = await findConnection(context.em(), id)
  if (!record) return undefined
  const fresh: KnownConnection = { ...record, shown: null, tracks: new Map() }
  context.caches.connections.set(id, fresh)
  return fresh
}
