import { defineEntity, p } from '@mikro-orm/core'
import type { PeerConnectionState } from '../../domain/call/connection-state.ts'
import type { Negotiation } from '../../domain/signaling/negotiation.ts'
import type { Signaling } from '../../domain/signaling/signaling.ts'
import type { CandidateType } from '../../domain/stats/candidate-pair.ts'
import { App } from './app.ts'
import { id, instant, json, rollUpIndex } from './columns.ts'
import { Conference } from './conference.ts'
import { Participant } from './participant.ts'
import { Session } from './session.ts'

const ConnectionSchema = defineEntity({
  name: 'Connection',
  tableName: 'connection',
  properties: {
    id: id(),
    app: () => p.manyToOne(App).mapToPk(),
    session: () => p.manyToOne(Session).mapToPk(),
    conference: () => p.manyToOne(Conference).mapToPk(),
    participant: () => p.manyToOne(Participant).mapToPk(),
    peer: () => p.manyToOne(Participant).mapToPk(),
    /** Type of the selected local candidate; null until stats showed it. */
    type: p.string().$type<CandidateType>().length(8).nullable(),
    state: p.string().$type<PeerConnectionState>().length(16),
    negotiations: json<Negotiation[]>(),
    /** Source of `state` and `negotiations`, whatever order it came in. */
    signaling: json<Signaling>(),
    tcpDetected: p.boolean().default(false),
    relayDetected: p.boolean().default(false),
    /** Whether it was ever connected, by an event or by its stats. */
    established: p.boolean().default(false),
    startTime: instant(),
    endTime: instant().nullable(),
    /** Nobody reported the end: the conference was given up. */
    endPresumed: p.boolean().default(false),
    /** Seconds from start to end; 0 while it is open. */
    duration: p.double().$type<number>().default(0),
    createdAt: instant(),
  },
  indexes: [
    { properties: ['session'] },
    { properties: ['conference'] },
    { properties: ['participant'] },
    { properties: ['peer'] },
    { properties: ['app', 'createdAt', 'id'] },
    rollUpIndex('connection', 'conference_id, type, setup_ms'),
  ],
})

/** One RTCPeerConnection of a session towards a peer participant. Its table has the setup time as a further column. */
export class Connection extends ConnectionSchema.class {}
ConnectionSchema.setClass(Connection)
