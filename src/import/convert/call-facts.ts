import { selectedPair } from '../../domain/stats/candidate-pair.ts'
import { asObject, type JsonObject, type JsonValue } from '../../domain/values/json.ts'
import type { SourceEvent, Timestamp } from '../source/rows.ts'

interface SessionFacts {
  /** Calls of getUserMedia, and those that failed. */
  requests: number
  failures: number
}

interface ConnectionFacts {
  established: boolean
  /** Event time of its last event. */
  last: Timestamp | null
}

/** {@link CallFacts} as JSON. */
export interface StoredFacts {
  sessions: Record<string, SessionFacts>
  connections: Record<string, ConnectionFacts>
}

/** RTCPeerConnectionState and RTCIceConnectionState of a connection that works. */
const isUp = (data: JsonValue) => data === 'connected' || data === 'completed'

/** Facts about sessions and connections that follow from a call's events, and that the existing server did not keep. */
export class CallFacts {
  readonly #sessions: Map<string, SessionFacts>
  readonly #connections: Map<string, ConnectionFacts>

  constructor(stored: StoredFacts = { sessions: {}, connections: {} }) {
    this.#sessions = new Map(Object.entries(stored.sessions))
    this.#connections = new Map(Object.entries(stored.connections))
  }

  session(id: string): Readonly<SessionFacts> {
    return this.#sessions.get(id) ?? { requests: 0, failures: 0 }
  }

  connection(id: string): Readonly<ConnectionFacts> {
    return this.#connections.get(id) ?? { established: false, last: null }
  }

  /** Takes an event in; those of a connection come in order of time. @param data its data, parsed */
  add(event: SourceEvent, data: JsonValue): void {
    if (event.type === 'getUserMedia') this.#addUserMedia(event, asObject(data))
    if (event.connection_id === null) return
    const { established } = this.connection(event.connection_id)
    const isState = event.type === 'onconnectionstatechange' || event.type === 'oniceconnectionstatechange'
    this.#connections.set(event.connection_id, {
      established: established || (isState && isUp(data)),
      last: event.created_at,
    })
  }

  /** Takes in what a stats report shows of its connection. */
  addReport(connectionId: string, report: JsonObject): void {
    const { established, last } = this.connection(connectionId)
    if (!established && selectedPair(report).established)
      this.#connections.set(connectionId, { established: true, last })
  }

  toJSON(): StoredFacts {
    return {
      sessions: Object.fromEntries(this.#sessions),
      connections: Object.fromEntries(this.#connections),
    }
  }

  #addUserMedia({ session_id }: SourceEvent, { constraints, error }: JsonObject): void {
    const { requests, failures } = this.session(session_id)
    if (!constraints && !error) return
    this.#sessions.set(session_id, {
      requests: requests + (constraints ? 1 : 0),
      failures: failures + (error ? 1 : 0),
    })
  }
}
