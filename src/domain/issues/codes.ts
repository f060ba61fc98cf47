/** Issues about a moment: raised by one event, or by the end of a session or conference. */
export const momentCodes = [
  'no_media_access',
  'no_connection',
  'ice_failed',
  'connection_failed',
  'connection_disconnected',
  'left_abruptly',
  'multiple_rejoins',
  'getusermedia_error',
  'icecandidateerror',
  'tcp_used',
  'turn_used',
  'very_low_emos',
  'low_emos',
] as const

/** Findings: issues that the analysis raises, with a beginning and an end. */
export const findingCodes = [
  'reconnected',
  'device_lost',
  'silent_microphone',
  'camera_stalled',
  'encoder_stalled',
  'slow_setup',
  'unstable_path',
  'high_packet_loss',
  'low_outgoing_bandwidth',
  'bandwidth_limited',
  'cpu_limited',
  'high_rtt',
  'high_jitter',
  'playout_delay',
  'no_inbound_media',
  'video_freeze',
  'low_frame_rate',
  'audio_concealment',
  'very_low_audio_score',
  'low_audio_score',
] as const

export type MomentCode = (typeof momentCodes)[number]
export type FindingCode = (typeof findingCodes)[number]
export type IssueCode = MomentCode | FindingCode
