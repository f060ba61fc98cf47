import { DomainError } from '../../domain/values/errors.ts'
import { storableText } from '../../domain/values/json.ts'
import { parseUuid } from '../../domain/values/uuid.ts'
import type { ConnectionRecord } from '../../storage/tables/connections.ts'
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
  const key = peerKey(caller, externalId)
  let peerId = context.caches.peers.get(key)
  if (!peerId) {
    const { epoch } = context.caches
    const wanted = { conferenceId: caller.conferenceId, id: parseUuid(peer), externalId }
    peerId = await context.lookups.peers.add(caller.appId, wanted, externalId.length)
    if (!peerId) throw new DomainError('participant_not_found', 'peerId is no participant of this conference')
    context.caches.rememberPeer(key, peerId, epoch)
  }
  if (peerId === caller.participantId) throw new DomainError('participant_equal_peer')
  return peerId
}

const peerKey = ({ conferenceId }: SessionCaller, peer: string): string => `${conferenceId} ${peer}`

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
  const known = id ? await knownConnection(context, caller, id) : undefined
  if (!id || !known || known.sessionId !== caller.sessionId) {
    throw new DomainError('connection_not_found', 'connectionId is no connection of this session')
  }
  return { id, known }
}

async function knownConnection(
  context: ServiceContext,
  caller: SessionCaller,
  id: string,
): Promise<KnownConnection | undefined> {
  const { caches, lookups } = context
  const known = caches.connections.get(id)
  if (known) return known
  const record = await lookups.connections.add(caller.appId, id, id.length)
  return record && (caches.connections.get(id) ?? rememberConnection(context, id, record))
}

/** Caches the ids that events after `addConnection` refer to. @param epoch when it was to be added */
export function rememberAdded(
  context: ServiceContext,
  caller: SessionCaller,
  { connectionId, peerId }: { connectionId: string; peerId: string },
  epoch: number,
): void {
  rememberConnection(context, connectionId, { sessionId: caller.sessionId, peerId })
  context.caches.rememberPeer(peerKey(caller, peerId), peerId, epoch)
}

function rememberConnection({ caches }: ServiceContext, id: string, record: ConnectionRecord): KnownConnection {
  const fresh: KnownConnection = { ...record, shown: null, tracks: new Map() }
  caches.connections.set(id, fresh)
  return fresh
}
