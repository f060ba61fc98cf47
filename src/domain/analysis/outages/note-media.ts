import type { ClosedIntervals } from '../../stats/connection-stats.ts'
import { isFlowing, type StreamInterval } from '../../stats/stream-interval.ts'
import type { DetectorContext } from '../detectors/detector.ts'
import { type AnalysisState, leftAt, peerHasLeft, peerStream } from '../state/analysis-state.ts'
import { type ConnectionFacts, isDown } from '../state/connection-facts.ts'
import { gapWithin, madeUpSeconds } from './gap-within.ts'
import { confirm, recordOutage, withdrawOutage } from './note-states.ts'

/** Shorter, nobody notices more than a click, ms. Inferred: ICE takes 5 s to say `disconnected`. */
const MIN_OUTAGE_MS = 2000

/** A packet older than this when a report is taken shows that nothing comes at present, ms. */
const STALE_MS = 2000

const isReceived = ({ stream }: StreamInterval) => stream.direction === 'inbound'

const amount = ({ rtp }: StreamInterval) => rtp.bytesReceived ?? rtp.packetsReceived

const grew = (interval: StreamInterval) => (amount(interval) ?? 0) > 0

/**
 * Takes in what a report says of what came over a connection: an outage lasts from the last packet to the first, whatever
 * the states of the connection say and whenever they say it.
 */
export function noteMedia(state: AnalysisState, scene: DetectorContext, closed: ClosedIntervals): void {
  const { connection } = scene
  const received = closed.streams.filter(isReceived)
  const amounts = [...received.map(amount), closed.pair?.deltas.bytesReceived].filter(bytes => bytes !== undefined)
  if (amounts.length === 0) return
  const flowing = received.filter(grew)
  if (amounts.every(bytes => bytes === 0)) {
    noteSilent(state, scene, closed, received)
    return
  }
  if (connection.silence) endSilence(state, connection, flowing, closed)
  else if (!noteGap(state, scene, flowing)) refuteStates(connection, flowing)
  if (flowing.length > 0) confirm(state, connection)
  const last = closed.at - Math.min(closed.at, ...ages(flowing))
  if (flowing.length > 0) connection.receivedAt = Math.max(connection.receivedAt ?? last, last)
  if (closed.at - last > STALE_MS && isAllStale(closed)) connection.silence = { from: last, isOutage: false }
}

/** Age of the last packet of each stream when the report was taken, ms; 0 where that is not reported. */
const ages = (flowing: readonly StreamInterval[]): number[] =>
  flowing.length === 0 ? [0] : flowing.map(({ stream }) => ageOf(stream.rtp) ?? 0)

const ageOf = ({ timestamp, gauges: { lastPacketReceivedTimestamp: last } }: StreamInterval['stream']['rtp']) =>
  last === undefined ? null : Math.max(timestamp - last, 0)

/** Neither sound nor picture nor answers to checks have come for a while. */
function isAllStale({ report: { streams, pair } }: ClosedIntervals): boolean {
  const samples = [...streams.filter(({ direction }) => direction === 'inbound').map(({ rtp }) => rtp), pair?.sample]
  return samples.every(sample => !sample || (ageOf(sample) ?? Number.POSITIVE_INFINITY) > STALE_MS)
}

/** Not a byte came. */
function noteSilent(
  state: AnalysisState,
  scene: DetectorContext,
  closed: ClosedIntervals,
  received: readonly StreamInterval[],
): void {
  const { connection } = scene
  if (connection.receivedAt === null) return
  connection.silence ??= { from: openGap(state, connection) ?? connection.receivedAt, isOutage: false }
  if (peerHasLeft(state, connection, connection.silence.from)) return
  connection.silence.isOutage ||= isCutOff(state, scene, closed, received)
}

/**
 * Whether something was to come: checks that were answered before go unanswered, or the connection is down; where neither
 * is reported, the peer's own reports say that it sent.
 */
function isCutOff(
  state: AnalysisState,
  { connection }: DetectorContext,
  { pair }: ClosedIntervals,
  received: readonly StreamInterval[],
): boolean {
  if (isDown(connection)) return true
  const answers = [pair?.deltas.responsesReceived, pair?.deltas.requestsReceived].filter(count => count !== undefined)
  if (answers.length > 0) return answers.every(count => count === 0)
  return received.some(({ stream, start, end }) =>
    (peerStream(state, connection, stream.key)?.stream.flows ?? []).some(
      flow => flow.end > start && flow.start < end && (flow.packets ?? 0) > 0,
    ),
  )
}

function endSilence(
  state: AnalysisState,
  connection: ConnectionFacts,
  flowing: readonly StreamInterval[],
  { at, pair }: ClosedIntervals,
): void {
  const { silence } = connection
  connection.silence = null
  const audio = flowing.find(({ stream }) => stream.kind === 'audio')
  const start = (audio ?? flowing[0])?.start ?? pair?.start ?? at
  const to = Math.min(start + 1000 * ((audio && madeUpSeconds(audio)) ?? 0), at)
  if (!silence || to - silence.from < MIN_OUTAGE_MS) return
  const isShown = silence.isOutage || isDown(connection) || isMadeUp(audio)
  if (isShown && !peerHasLeft(state, connection, silence.from)) recordOutage(state, connection, silence.from, to)
}

/** Speech that came back in the same interval was cut off, not paused: pauses end with what the next talk begins. */
const isMadeUp = (audio: StreamInterval | undefined) => audio !== undefined && (madeUpSeconds(audio) ?? 0) >= 1

/** A gap that was taken for a whole outage, but after which nothing came either: it is the beginning of a longer one. */
function openGap(state: AnalysisState, connection: ConnectionFacts): number | null {
  const { gap, receivedAt } = connection
  connection.gap = null
  if (!gap || receivedAt === null || receivedAt > gap.until) return null
  withdrawOutage(state, connection, gap.from)
  return gap.from
}

/** Of a call that is over: gaps after which nothing is known to have come were the end, where the peer was gone by then. */
export function dropLastGaps(state: AnalysisState, periodMs: number): void {
  for (const connection of state.connections.values()) {
    const { gap, peerId } = connection
    const gone = gap && leftAt(state, peerId, periodMs)
    if (gap && gone && gone <= gap.until) withdrawOutage(state, connection, gap.from)
  }
}

/** An outage that began and ended between two reports: where in between is not known, so in the middle. */
function noteGap(state: AnalysisState, scene: DetectorContext, flowing: readonly StreamInterval[]): boolean {
  const { connection } = scene
  connection.gap = null
  for (const interval of flowing) {
    const { stream, start, end } = interval
    const facts = connection.streams.get(stream.key)
    if (stream.kind !== 'audio' || !facts || !isFlowing(interval)) continue
    const gapMs = 1000 * gapWithin(interval, { ...scene, facts, peer: peerStream(state, connection, stream.key) })
    if (gapMs < MIN_OUTAGE_MS || peerHasLeft(state, connection, start)) continue
    const from = start + (end - start - gapMs) / 2
    recordOutage(state, connection, from, from + gapMs)
    connection.gap = { from, until: end }
    return true
  }
  return false
}

/** Media that came all through a time of which the states said that it was without connection refutes them. */
function refuteStates(connection: ConnectionFacts, flowing: readonly StreamInterval[]): void {
  for (const interval of flowing) {
    if (!isFlowing(interval)) continue
    const { start, end } = interval
    connection.outages = connection.outages.filter(({ from, to }) => {
      const shared = Math.min(to ?? end, end) - Math.max(from, start)
      return shared < Math.min((to ?? end) - from, end - start) / 2 || shared < 0
    })
  }
}
