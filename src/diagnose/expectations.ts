import type { IssueCode } from '../domain/issues/codes.ts'
import type { Quality } from '../domain/issues/quality.ts'

/** Least and most trouble that a verdict may tell of. */
export type QualityRange = readonly [from: Quality, to: Quality]

/** Finding that an impairment of a recorded call is to lead to. */
export interface Expectation {
  /** Codes that name it, and nothing but it. */
  codes: readonly IssueCode[]
  /** Side of `alice->bob` that suffers it. */
  at: 'receiver' | 'sender' | 'both'
  /** Range of the verdict of whoever suffers it, and of the other one. */
  verdict: QualityRange
  otherVerdict: QualityRange
  /** Codes that the verdict of the other one may begin with, when it is not good. */
  otherCodes?: readonly IssueCode[]
}

const GOOD: QualityRange = ['good', 'good']
const NOT_GOOD: QualityRange = ['fair', 'bad']

const outage: Expectation = {
  codes: ['reconnected', 'no_inbound_media', 'connection_failed'],
  at: 'both',
  verdict: ['fair', 'bad'],
  otherVerdict: ['good', 'bad'],
}

/** By label. A consequence alone does not name an impairment: a freeze may come of anything. */
const byImpairment: Readonly<Record<string, Expectation>> = {
  packet_loss: { codes: ['high_packet_loss'], at: 'receiver', verdict: NOT_GOOD, otherVerdict: ['good', 'fair'] },
  high_rtt: { codes: ['high_rtt'], at: 'both', verdict: ['fair', 'poor'], otherVerdict: ['fair', 'poor'] },
  jitter: { codes: ['high_jitter'], at: 'receiver', verdict: NOT_GOOD, otherVerdict: GOOD },
  bandwidth_limited: {
    codes: ['bandwidth_limited', 'low_outgoing_bandwidth'],
    at: 'sender',
    verdict: ['fair', 'poor'],
    otherVerdict: ['good', 'poor'],
  },
  cpu_limited: { codes: ['cpu_limited'], at: 'sender', verdict: ['fair', 'poor'], otherVerdict: ['good', 'poor'] },
  blackout: outage,
  client_offline: outage,
  never_connected: {
    codes: ['connection_failed', 'ice_failed', 'no_connection'],
    at: 'both',
    verdict: ['bad', 'bad'],
    otherVerdict: ['bad', 'bad'],
  },
  mic_silent: { codes: ['silent_microphone'], at: 'sender', verdict: ['fair', 'poor'], otherVerdict: NOT_GOOD },
  device_lost: { codes: ['device_lost'], at: 'sender', verdict: ['fair', 'poor'], otherVerdict: ['good', 'poor'] },
}

/** By what true consequences, as the data of a call shows them, may be found. */
const bySign: Readonly<Record<string, readonly IssueCode[]>> = {
  audio_loss_received: ['high_packet_loss', 'low_audio_score', 'very_low_audio_score'],
  video_loss_received: ['high_packet_loss'],
  audio_concealed: ['audio_concealment', 'low_audio_score', 'very_low_audio_score'],
  rtt: ['high_rtt', 'low_audio_score', 'very_low_audio_score'],
  audio_jitter: ['high_jitter', 'playout_delay', 'low_audio_score', 'very_low_audio_score'],
  limited_by_bandwidth: ['bandwidth_limited', 'low_outgoing_bandwidth'],
  limited_by_cpu: ['cpu_limited'],
  no_audio_received: ['no_inbound_media', 'reconnected'],
  no_video_decoded: ['no_inbound_media', 'video_freeze'],
  video_freeze: ['video_freeze'],
  video_pause_counted: ['video_freeze'],
  ice_disconnected: ['reconnected'],
  mic_silent: ['silent_microphone'],
}

/** Undefined for a label that the table does not know. */
export const expectationOf = (what: string): Expectation | undefined =>
  Object.hasOwn(byImpairment, what) ? byImpairment[what] : undefined

export const codesOfSign = (what: string): readonly IssueCode[] =>
  Object.hasOwn(bySign, what) ? (bySign[what] ?? []) : []
