import { type PeerConnectionState, peerConnectionStates } from '../../domain/call/connection-state.ts'
import type { Negotiation } from '../../domain/signaling/negotiation.ts'
import type { Signaling } from '../../domain/signaling/signaling.ts'
import { asArray, asObject, type JsonValue } from '../../domain/values/json.ts'
import type { SourceConnection } from '../source/rows.ts'
import type { CallFacts } from './call-facts.ts'
import type { IdMap } from './id-map.ts'
import { parsed } from './json-column.ts'
import { instantOf, isoOfText } from './source-time.ts'

const types: Readonly<Record<string, string>> = { h: 'host', s: 'srflx', p: 'prflx', r: 'relay' }

const statuses = ['connecting', 'connected', 'stable', 'failed'] as const

/** The row of a connection. */
export function convertConnection(
  connection: SourceConnection,
  appId: string,
  ids: IdMap,
  facts: CallFacts,
): Record<string, unknown> {
  const info = asObject(parsed(connection.connection_info))
  const negotiations = asArray(info['negotiations']).flatMap(negotiationOf)
  const state = peerConnectionStates.find(known => known === connection.state) ?? 'new'
  const { established, last } = facts.connection(connection.id)
  const lastEvent = instantOf(last ?? connection.created_at)?.getTime() ?? 0
  return {
    id: connection.id,
    app_id: appId,
    session_id: connection.session_id,
    conference_id: ids.conference,
    participant_id: ids.participant(connection.participant_id),
    peer_id: ids.participant(connection.peer_id),
    type: types[connection.type ?? ''] ?? null,
    state,
    negotiations: JSON.stringify(negotiations),
    signaling: JSON.stringify(signalingOf(state, negotiations, lastEvent)),
    tcp_detected: info['detected_tcp'] === true,
    relay_detected: info['detected_turn'] === true,
    established,
    start_time: connection.start_time ?? connection.created_at,
    end_time: connection.end_time,
    duration: connection.duration,
    created_at: connection.created_at,
  }
}

function negotiationOf(value: JsonValue): Negotiation[] {
  const { type, status, start_time, end_time } = asObject(value)
  const startTime = isoOfText(start_time)
  const known = statuses.find(one => one === status)
  if (!startTime || !known) return []
  const endTime = isoOfText(end_time)
  const succeeded = known === 'connected' || known === 'stable'
  return [
    {
      type: type === 'renegotiation' ? 'renegotiation' : 'initial',
      status: known,
      startTime,
      endTime,
      durationMs: succeeded && endTime ? Date.parse(endTime) - Date.parse(startTime) : null,
    },
  ]
}

/** All that was reported so far counts as told: what comes later goes on from there. */
const signalingOf = (state: PeerConnectionState, negotiations: Negotiation[], lastEvent: number): Signaling => ({
  base: {
    state,
    stateTime: lastEvent,
    negotiations,
    last: { needed: true, offer: 'local', stable: negotiations.at(-1)?.status === 'stable' },
    secondOffer: null,
    loneStable: null,
  },
  baseUntil: lastEvent,
  watched: false,
  signs: [],
})
