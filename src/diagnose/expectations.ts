import type { Cause } from '../domain/analysis/finding.ts'
import { findingCodes } from '../domain/issues/codes.ts'

const outage: readonly Cause[] = [
  'no_inbound_media',
  'reconnected',
  'video_freeze',
  'audio_concealment',
  'connection_failed',
]

/** By which codes an impairment of a recorded call may be found. */
const byImpairment: Record<string, readonly Cause[]> = {
  packet_loss: ['high_packet_loss', 'audio_concealment'],
  high_rtt: ['high_rtt'],
  jitter: ['high_jitter'],
  bandwidth_limited: ['bandwidth_limited', 'low_outgoing_bandwidth'],
  cpu_limited: ['cpu_limited'],
  blackout: outage,
  client_offline: outage,
  never_connected: ['connection_failed'],
  mic_silent: ['silent_microphone'],
  device_lost: ['device_lost'],
}

/** Which codes a true consequence, as its data shows it, may be found by. */
const bySign: Record<string, readonly Cause[]> = {
  audio_loss_received: ['high_packet_loss', 'low_audio_score', 'very_low_audio_score'],
  video_loss_received: ['high_packet_loss'],
  audio_concealed: ['audio_concealment', 'low_audio_score', 'very_low_audio_score'],
  rtt: ['high_rtt', 'low_audio_score', 'very_low_audio_score'],
  audio_jitter: ['high_jitter', 'low_audio_score', 'very_low_audio_score'],
  limited_by_bandwidth: ['bandwidth_limited', 'low_outgoing_bandwidth'],
  limited_by_cpu: ['cpu_limited'],
  no_audio_received: ['no_inbound_media'],
  no_video_decoded: ['no_inbound_media', 'video_freeze'],
  video_freeze: ['video_freeze'],
  video_pause_counted: ['video_freeze'],
  ice_disconnected: ['reconnected'],
  mic_silent: ['silent_microphone'],
}

const look = (table: Record<string, readonly Cause[]>, what: string): readonly Cause[] | undefined =>
  Object.hasOwn(table, what) ? table[what] : undefined

/** An impairment that the table does not know may be found by anything. */
export const codesOfImpairment = (what: string): readonly Cause[] => look(byImpairment, what) ?? findingCodes

export const codesOfSign = (what: string): readonly Cause[] => look(bySign, what) ?? []
