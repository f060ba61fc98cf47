import type { FindingCode } from '../../issues/codes.ts'
import { findingOf, type IssueKey } from '../episodes/episode.ts'
import { record } from '../episodes/episodes.ts'
import { tallied } from '../episodes/tally.ts'
import type { Finding } from '../finding.ts'
import { type AnalysisState, sameEnds } from '../state/analysis-state.ts'
import { type ConnectionFacts, isDown, withOutage } from '../state/connection-facts.ts'

/** A finding about a connection as a whole. */
export const aboutConnection = (connection: ConnectionFacts, code: FindingCode): IssueKey => ({
  code,
  subject: connection.id,
  sessionId: connection.sessionId,
  participantId: connection.participantId,
  connectionId: connection.id,
  peerId: connection.peerId,
  kind: null,
  trackIdentifier: null,
  unit: 's',
  worse: 'high',
})

/** The connection says that it is down. */
export function goDown(connection: ConnectionFacts, at: number, failed: boolean): void {
  connection.lostAt ??= at
  if (connection.connectedAt === null) return
  const outage = connection.outages.at(-1)
  if (outage && outage.to === null) outage.failed ||= failed
  else connection.outages = withOutage(connection.outages, { from: at, to: null, failed })
}

/** The connection says that it is up again. Whether nothing came meanwhile its next report shows, if it has any. */
export function comeBack(state: AnalysisState, connection: ConnectionFacts, at: number): void {
  connection.lostAt = null
  const outage = connection.outages.at(-1)
  if (!outage || !isDown(connection)) return
  outage.to = at
  connection.disturbedAt = at
  if (connection.reportedAt === null) confirm(state, connection)
}

/** `reconnected` by the states alone, of outages that no report bore out or refuted. */
export function confirm(state: AnalysisState, connection: ConnectionFacts): void {
  for (const { from, to } of connection.outages) if (to !== null) recordOutage(state, connection, from, to)
}

/** The same as findings, while the next report may still refute them. */
export const unconfirmed = ({ connections }: AnalysisState): Finding[] =>
  [...connections.values()].flatMap(connection =>
    connection.outages.flatMap(({ from, to }) => (to === null ? [] : (outageFinding(connection, from, to) ?? []))),
  )

const outageFinding = (connection: ConnectionFacts, from: number, to: number): Finding | null => {
  const tally = tallied(null, (to - from) / 1000, 'high')
  const about = aboutConnection(connection, 'reconnected')
  return findingOf({ about, marks: [], open: { startedAt: from, lastHeldAt: to, tally } }, to)
}

/** `reconnected`: nothing came for a while; its value is how long, s. What the states say of that time says no more. */
export function recordOutage(state: AnalysisState, connection: ConnectionFacts, from: number, to: number): void {
  connection.disturbedAt = Math.max(connection.disturbedAt ?? to, to)
  connection.outages = connection.outages.filter(outage => outage.from > to || (outage.to ?? to) < from)
  record(state, aboutConnection(connection, 'reconnected'), { from, to }, (to - from) / 1000)
}

/** Takes back an outage that began then. */
export function withdrawOutage(state: AnalysisState, { id }: ConnectionFacts, from: number): void {
  const isIt = ({ code, subject, startedAt }: Finding) =>
    code === 'reconnected' && subject === id && startedAt === Math.round(from)
  state.ended = state.ended.filter(finding => !isIt(finding))
}

/** Another connection to the same peer carries on where this one was lost: for the participant it is one outage. */
export function takeOver(state: AnalysisState, connection: ConnectionFacts, at: number): void {
  for (const lost of sameEnds(state, connection)) {
    if (lost === connection) continue
    const since = lostSince(lost)
    if (since === null || since >= at || lost.receivedAt === null) continue
    lost.silence = null
    recordOutage(state, lost, since, at)
  }
}

/** ICE says `disconnected` so long after the last answer (Chromium, Firefox: 5 s), ms. */
const ICE_PATIENCE_MS = 5000

/** Since when nothing comes over a connection that is lost; null for one that is not. */
function lostSince({ silence, outages, receivedAt }: ConnectionFacts): number | null {
  const outage = outages.at(-1)
  const setFlag = outage?.to === null ? outage.from : null
  if (setFlag === null) return silence?.isOutage ? silence.from : null
  return Math.min(setFlag, silence?.from ?? Math.max(setFlag - ICE_PATIENCE_MS, receivedAt ?? setFlag))
}
