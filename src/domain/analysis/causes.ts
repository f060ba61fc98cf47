import type { FindingCode } from '../issues/codes.ts'
import type { Cause, Finding } from './finding.ts'
import type { AnalysisState } from './state/analysis-state.ts'
import type { ConnectionFacts } from './state/connection-facts.ts'

/** What a finding may come of, the likeliest first: on its own connection, and at the other end of it. */
interface Origins {
  own?: readonly Cause[]
  peer?: readonly Cause[]
}

const lost: readonly Cause[] = ['connection_failed', 'reconnected', 'connection_disconnected']
const sender: readonly Cause[] = ['device_lost', 'cpu_limited', 'low_outgoing_bandwidth', 'bandwidth_limited']

const origins: Partial<Record<FindingCode, Origins>> = {
  high_packet_loss: { own: lost },
  high_jitter: { own: lost, peer: ['low_outgoing_bandwidth', 'bandwidth_limited'] },
  no_inbound_media: { own: lost, peer: ['device_lost'] },
  video_freeze: {
    own: [...lost, 'no_inbound_media', 'high_packet_loss', 'unstable_path', 'high_jitter'],
    peer: sender,
  },
  low_frame_rate: { own: [...lost, 'no_inbound_media', 'high_packet_loss', 'high_jitter'], peer: sender },
  audio_concealment: {
    own: [...lost, 'no_inbound_media', 'high_packet_loss', 'unstable_path', 'high_jitter'],
    peer: ['low_outgoing_bandwidth', 'bandwidth_limited'],
  },
  low_audio_score: { own: [...lost, 'high_packet_loss', 'high_rtt', 'high_jitter', 'audio_concealment'] },
  very_low_audio_score: { own: [...lost, 'high_packet_loss', 'high_rtt', 'high_jitter', 'audio_concealment'] },
  low_outgoing_bandwidth: { own: lost, peer: ['no_inbound_media', 'high_packet_loss'] },
  bandwidth_limited: { own: [...lost, 'low_outgoing_bandwidth'], peer: ['no_inbound_media', 'high_packet_loss'] },
}

interface Happening {
  cause: Cause
  from: number
  /** Null while it lasts. */
  to: number | null
}

/** What happened at each connection, by its id. */
type Happenings = ReadonlyMap<string | null, readonly Happening[]>

/**
 * The findings, each with what it may be a consequence of: trouble of a kind that leads to it, on the same connection or at
 * its other end, at the same time (two intervals more or less, as causes show late).
 */
export function withCauses(findings: readonly Finding[], state: AnalysisState, periodMs: number): Finding[] {
  const happenings = happeningsOf(findings, state)
  return findings.map(finding => {
    const { own = [], peer = [] } = origins[finding.code] ?? {}
    const connection = state.connections.get(finding.connectionId ?? '')
    if (!connection) return finding
    const ends = peer.length > 0 ? otherEnds(state, connection) : []
    const isMeanwhile = meanwhile(finding, 2 * periodMs)
    const causedBy = [
      ...causesAmong(happenings, [connection.id], own, isMeanwhile),
      ...causesAmong(happenings, ends, peer, isMeanwhile),
    ]
    return causedBy.length > 0 ? { ...finding, data: { ...finding.data, causedBy: [...new Set(causedBy)] } } : finding
  })
}

const meanwhile =
  ({ startedAt, endedAt }: Finding, slackMs: number) =>
  ({ from, to }: Happening): boolean =>
    (endedAt === null || from <= endedAt + slackMs) && (to === null || to >= startedAt - slackMs)

function causesAmong(
  happenings: Happenings,
  connectionIds: readonly string[],
  causes: readonly Cause[],
  isMeanwhile: (happening: Happening) => boolean,
): Cause[] {
  const present = connectionIds.flatMap(id => happenings.get(id) ?? []).filter(isMeanwhile)
  return causes.filter(cause => present.some(happening => happening.cause === cause))
}

function happeningsOf(findings: readonly Finding[], { connections }: AnalysisState): Happenings {
  const all = new Map<string | null, Happening[]>()
  const add = (connectionId: string | null, happening: Happening) => {
    const known = all.get(connectionId)
    if (known) known.push(happening)
    else all.set(connectionId, [happening])
  }
  for (const { code, connectionId, startedAt, endedAt } of findings) {
    add(connectionId, { cause: code, from: startedAt, to: endedAt })
  }
  for (const connection of connections.values()) {
    for (const outage of lastingOutages(connection)) add(connection.id, outage)
  }
  return all
}

/** Times without connection that never ended: `reconnected` stands for those that did. */
const lastingOutages = ({ outages, endedAt }: ConnectionFacts): Happening[] =>
  outages
    .filter(({ to }) => to === null)
    .map(({ from, failed }) => ({ cause: failed ? 'connection_failed' : 'connection_disconnected', from, to: endedAt }))

/** Connections of the participant at the other end to this one. */
const otherEnds = (state: AnalysisState, { participantId, peerId }: ConnectionFacts): string[] =>
  [...state.connections.values()]
    .filter(other => other.participantId === peerId && other.peerId === participantId)
    .map(({ id }) => id)
