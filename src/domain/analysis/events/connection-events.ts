import { asObject, asString, type JsonValue } from '../../values/json.ts'
import type { CallEvent } from '../call-event.ts'
import { closeAll, record } from '../episodes/episodes.ts'
import { aboutConnection, comeBack, confirm, goDown, takeOver } from '../outages/note-states.ts'
import type { AnalysisState } from '../state/analysis-state.ts'
import type { ConnectionFacts } from '../state/connection-facts.ts'
import type { Thresholds } from '../thresholds.ts'

const connectionStateEvents = ['onconnectionstatechange', 'connectionstatechange']
const iceStateEvents = ['oniceconnectionstatechange', 'iceconnectionstatechange']

/** Takes in what happened to a connection; other events change nothing. */
export function takeConnectionEvent(
  state: AnalysisState,
  connection: ConnectionFacts,
  { type, at, data }: CallEvent,
  thresholds: Thresholds,
): void {
  if (type === 'addConnection') {
    connection.addedAt = Math.min(connection.addedAt ?? at, at)
    if (asObject(data)['connectionState'] === 'connected') connection.setupJudged = true
  } else if (type === 'removeConnection') endConnection(state, connection, at)
  else if (connectionStateEvents.includes(type)) takeState(state, connection, at, data, true)
  else if (iceStateEvents.includes(type)) takeState(state, connection, at, data, false)
  judgeSetup(state, connection, thresholds)
}

/** A connection that is over says nothing any more. */
export function endConnection(state: AnalysisState, connection: ConnectionFacts, at: number): void {
  connection.endedAt ??= at
  confirm(state, connection)
  closeAll(state, ({ connectionId }) => connectionId === connection.id, at)
}

/** A state that is older than the last one changes nothing: another report overtook it. */
function takeState(
  state: AnalysisState,
  connection: ConnectionFacts,
  at: number,
  data: JsonValue,
  isConnectionState: boolean,
): void {
  connection.tellsConnectionState ||= isConnectionState
  const name = asString(data)
  if (name === 'connecting' || name === 'checking') connection.connectingAt ??= at
  const isUp = name === 'connected' || name === 'completed'
  if (isUp && connection.connectedAt === null) takeOver(state, connection, at)
  if (isUp) connection.connectedAt ??= at
  if (!isConnectionState && connection.tellsConnectionState) return
  if (connection.stateAt !== null && at < connection.stateAt) return
  connection.stateAt = at
  if (isUp) comeBack(state, connection, at)
  if (name === 'disconnected' || name === 'failed') goDown(connection, at, name === 'failed')
  if (name === 'closed') endConnection(state, connection, at)
}

/**
 * `slow_setup`: more than 5 s from the first word of ICE at work to connected, of a connection whose setup was seen. Its
 * value is s. A transport that waits for somebody to come is idle, not slow.
 */
function judgeSetup(state: AnalysisState, connection: ConnectionFacts, { setupSeconds }: Thresholds): void {
  const { addedAt, connectingAt, connectedAt, setupJudged } = connection
  if (setupJudged || addedAt === null || connectingAt === null || connectedAt === null) return
  connection.setupJudged = true
  const seconds = (connectedAt - connectingAt) / 1000
  if (seconds > setupSeconds)
    record(state, aboutConnection(connection, 'slow_setup'), { from: connectingAt, to: connectedAt }, seconds)
}
