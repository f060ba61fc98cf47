import type { FindingCode } from '../issues/codes.ts'
import { lastHeldAt } from './episodes/episodes.ts'
import type { Cause, Finding } from './finding.ts'
import { type AnalysisState, goneSince, otherEnds } from './state/analysis-state.ts'
import type { ConnectionFacts } from './state/connection-facts.ts'

/** Possible causes of a finding, the likeliest first: on its own connection, and at the other end of it. */
interface Origins {
  own?: readonly Cause[]
  peer?: readonly Cause[]
}

const lost: readonly Cause[] = ['connection_failed', 'reconnected', 'connection_disconnected']
const left: Cause = 'left_abruptly'
const camera: readonly Cause[] = [left, 'device_lost', 'camera_stalled', 'encoder_stalled']
const sender: readonly Cause[] = [...camera, 'cpu_limited', 'low_outgoing_bandwidth', 'bandwidth_limited']
const bandwidth: readonly Cause[] = ['low_outgoing_bandwidth', 'bandwidth_limited']
const network: readonly Cause[] = ['no_inbound_media', 'high_packet_loss', 'unstable_path', 'high_jitter']
const hearing: readonly Cause[] = [...lost, 'high_packet_loss', 'high_rtt', 'high_jitter', 'playout_delay']

const origins: Partial<Record<FindingCode, Origins>> = {
  high_packet_loss: { own: lost, peer: bandwidth },
  high_rtt: { own: bandwidth },
  high_jitter: { own: lost, peer: bandwidth },
  playout_delay: { own: ['high_jitter', 'high_packet_loss'] },
  no_inbound_media: { own: lost, peer: camera },
  video_freeze: { own: [...lost, ...network], peer: sender },
  low_frame_rate: { own: [...lost, ...network], peer: sender },
  audio_concealment: { own: [...lost, ...network], peer: [left, ...bandwidth] },
  low_audio_score: { own: [...hearing, 'audio_concealment'] },
  very_low_audio_score: { own: [...hearing, 'audio_concealment'] },
  low_outgoing_bandwidth: { own: lost, peer: ['no_inbound_media', 'high_packet_loss'] },
  bandwidth_limited: { own: [...lost, 'low_outgoing_bandwidth'], peer: ['no_inbound_media', 'high_packet_loss'] },
}

interface Happening {
  cause: Cause
  participantId: string
  from: number
  /** Null while it lasts. */
  to: number | null
  /** The sender's estimate fell while delay grew: what it sent waited in a queue, and what did not fit was lost. */
  congested?: boolean
}

/** Possible causes at each connection, by its id. */
type Happenings = ReadonlyMap<string | null, readonly Happening[]>

/**
 * The findings, each with what it may be a consequence of: trouble of a kind that leads to it, on the same connection or at
 * its other end, that covers most of its time (two periods more or less, as causes show late).
 */
export function withCauses(findings: readonly Finding[], state: AnalysisState, periodMs: number): Finding[] {
  const happenings = happeningsOf(findings, state, periodMs)
  return findings.map(found => {
    const finding = withRelay(found, state)
    const { own = [], peer = [] } = origins[finding.code] ?? {}
    const connection = state.connections.get(finding.connectionId ?? '')
    if (!connection) return finding
    const ends = peer.length > 0 ? otherEnds(state, connection).map(({ id }) => id) : []
    const end = finding.endedAt ?? lastHeldAt(state, finding) ?? finding.startedAt
    const covers = covering(finding.startedAt, end, periodMs)
    const present = (ids: readonly string[]) => ids.flatMap(id => happenings.get(id) ?? []).filter(covers)
    const atPeer = present(ends).filter(happening => leadsTo(happening, finding))
    const causes = [...pick(own, present([connection.id])), ...pick(peer, atPeer)]
    return causes.length > 0 ? { ...finding, data: { ...finding.data, ...causedBy(finding, causes) } } : finding
  })
}

/** Findings that TCP makes worse: it sends lost packets again, and those after them wait. */
const ofTransport = new Set<FindingCode>([
  'high_packet_loss',
  'high_rtt',
  'high_jitter',
  'playout_delay',
  'low_outgoing_bandwidth',
  'bandwidth_limited',
])

function withRelay(finding: Finding, { connections }: AnalysisState): Finding {
  const relayProtocol = connections.get(finding.connectionId ?? '')?.relayProtocol
  if (!relayProtocol || !ofTransport.has(finding.code)) return finding
  return { ...finding, data: { ...finding.data, relayProtocol } }
}

const pick = (causes: readonly Cause[], present: readonly Happening[]): Happening[] =>
  causes.flatMap(cause => present.find(happening => happening.cause === cause) ?? [])

function causedBy({ participantId }: Finding, causes: readonly Happening[]) {
  const elsewhere = causes.filter(cause => cause.participantId !== participantId)
  const isOwn = (code: Cause) => causes.some(one => one.cause === code && one.participantId === participantId)
  const causedAt = Object.fromEntries(
    elsewhere.filter(({ cause }) => !isOwn(cause)).map(one => [one.cause, one.participantId]),
  )
  return {
    causedBy: [...new Set(causes.map(({ cause }) => cause))],
    ...(Object.keys(causedAt).length > 0 && { causedAt }),
  }
}

/** Half of an effect is to lie within its cause: half a second of outage does not make half a minute of loss. */
const covering =
  (start: number, end: number, periodMs: number) =>
  ({ from, to }: Happening): boolean => {
    const slack = 2 * periodMs
    const [causeStart, causeEnd] = [from - slack, (to ?? Number.MAX_SAFE_INTEGER) + slack]
    const shared = Math.min(end, causeEnd) - Math.max(start, causeStart)
    if (shared < 0 || (shared === 0 && end > start)) return false
    const isLong = to === null || to - from + slack >= (end - start) / 2
    return isLong && shared >= (end - start) / 2
  }

/** Bandwidth of the sender makes loss only where it made a queue; else the loss is what the estimate fell for. */
const leadsTo = ({ cause, congested }: Happening, { code }: Finding): boolean =>
  code !== 'high_packet_loss' || !bandwidth.includes(cause) || congested === true

function happeningsOf(findings: readonly Finding[], state: AnalysisState, periodMs: number): Happenings {
  const all = new Map<string | null, Happening[]>()
  const placesOf = placesIn(state)
  const add = (connectionId: string | null, happening: Happening) => {
    const known = all.get(connectionId)
    if (known) known.push(happening)
    else all.set(connectionId, [happening])
  }
  for (const { code, connectionId, participantId, startedAt, endedAt } of findings) {
    const congestedAt = state.connections.get(connectionId ?? '')?.congestedAt ?? null
    const congested = congestedAt !== null && congestedAt >= startedAt && congestedAt <= (endedAt ?? congestedAt)
    const happening = { cause: code, participantId, from: startedAt, to: endedAt, congested }
    for (const id of placesOf(code, connectionId)) add(id, happening)
  }
  const goneOf = new Map([...state.sessionIds.keys()].map(id => [id, goneSince(state, id, periodMs)]))
  for (const connection of state.connections.values()) {
    const { id, participantId } = connection
    for (const outage of lastingOutages(connection)) add(id, { ...outage, participantId })
    const gone = goneOf.get(participantId) ?? null
    if (gone !== null) add(id, { cause: 'left_abruptly', participantId, from: gone, to: null })
  }
  return all
}

/** Findings about a track of a page, which hold for all its connections. */
const ofTracks = new Set<Cause>(['device_lost', 'silent_microphone', 'camera_stalled'])

/** Connections at which a finding about one is felt. */
function placesIn({ connections }: AnalysisState): (code: Cause, connectionId: string | null) => (string | null)[] {
  const ofSession = Map.groupBy(connections.values(), ({ sessionId }) => sessionId)
  return (code, connectionId) => {
    const session = connections.get(connectionId ?? '')?.sessionId
    if (!ofTracks.has(code) || session === undefined) return [connectionId]
    return (ofSession.get(session) ?? []).map(({ id }) => id)
  }
}

/** Times without connection that never ended: `reconnected` stands for those that did. */
const lastingOutages = ({ outages, endedAt }: ConnectionFacts): Omit<Happening, 'participantId'>[] =>
  outages
    .filter(({ to }) => to === null)
    .map(({ from, failed }) => ({ cause: failed ? 'connection_failed' : 'connection_disconnected', from, to: endedAt }))
