import { asObject, asString, type JsonValue } from '../../json.ts'
import type { CallEvent } from '../call-event.ts'
import { closeAll, record } from '../episodes/episodes.ts'
import type { AnalysisState } from '../state/analysis-state.ts'
import { type ConnectionFacts, isDown, withOutage } from '../state/connection-facts.ts'
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
  if (name === 'connected' || name === 'completed') connection.connectedAt ??= at
  if (!isConnectionState && connection.tellsConnectionState) return
  if (connection.stateAt !== null && at < connection.stateAt) return
  connection.stateAt = at
  if (name === 'connected' || name === 'completed') comeBack(state, connection, at)
  if (name === 'disconnected' || name === 'failed') goDown(connection, at, name === 'failed')
  if (name === 'closed') endConnection(state, connection, at)
}

function goDown(connection: ConnectionFacts, at: number, failed: boolean): void {
  if (connection.connectedAt === null) return
  const outage = connection.outages.at(-1)
  if (!outage || outage.to !== null) connection.outages = withOutage(connection.outages, { from: at, to: null, failed })
  else outage.failed ||= failed
}

/** A page that was cut off from us, too, tells of loss and return in one go, less than this apart, ms. */
const TOLD_TOGETHER_MS = 1000

/** `reconnected`: disconnected or failed, then connected again; its value is how long it was gone, s. */
function comeBack(state: AnalysisState, connection: ConnectionFacts, at: number): void {
  const outage = connection.outages.at(-1)
  if (!outage || !isDown(connection)) return
  if (at - outage.from < TOLD_TOGETHER_MS) outage.from = Math.min(outage.from, connection.silentSince ?? outage.from)
  outage.to = at
  connection.disturbedAt = at
  record(state, about(connection, 'reconnected'), { from: outage.from, to: at }, (at - outage.from) / 1000)
}

/** `slow_setup`: more than 5 s from addConnection to connected, of a connection whose setup was seen. Its value is s. */
function judgeSetup(state: AnalysisState, connection: ConnectionFacts, { setupSeconds }: Thresholds): void {
  const { addedAt, connectingAt, connectedAt, setupJudged } = connection
  if (setupJudged || addedAt === null || connectingAt === null || connectedAt === null) return
  connection.setupJudged = true
  const seconds = (connectedAt - addedAt) / 1000
  if (seconds > setupSeconds)
    record(state, about(connection, 'slow_setup'), { from: addedAt, to: connectedAt }, seconds)
}

const about = ({ id, sessionId, participantId, peerId }: ConnectionFacts, code: 'reconnected' | 'slow_setup') => ({
  code,
  subject: id,
  sessionId,
  participantId,
  connectionId: id,
  peerId,
  kind: null,
  trackIdentifier: null,
  unit: 's',
  worse: 'high' as const,
})
