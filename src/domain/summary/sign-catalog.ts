import type { Quality } from './quality.ts'

/** How a code is told and weighed in a verdict. */
interface SignKind {
  /** What happened, as part of a sentence. */
  text: string
  /** It is a moment: weighed without its duration, which is not told either. */
  moment?: Quality
  /** However long it lasts, it makes a call no worse than this. */
  worst?: Quality
}

/** Codes that count in a verdict, causes before what may come of them. */
const catalog: ReadonlyMap<string, SignKind> = new Map([
  ['no_media_access', { text: 'no camera, microphone or screen could be accessed', moment: 'bad' }],
  ['no_connection', { text: 'no connection could be established', moment: 'bad' }],
  ['ice_failed', { text: 'a connection found no way through the network', moment: 'bad' }],
  ['connection_failed', { text: 'a connection failed and did not come back', moment: 'bad' }],
  ['reconnected', { text: 'the connection was lost' }],
  ['connection_disconnected', { text: 'the connection was interrupted', moment: 'fair' }],
  ['device_lost', { text: 'a device stopped working', moment: 'fair' }],
  ['silent_microphone', { text: 'the microphone was silent', worst: 'fair' }],
  ['slow_setup', { text: 'connecting took long', moment: 'fair' }],
  ['unstable_path', { text: 'the network path kept changing', moment: 'fair' }],
  ['high_packet_loss', { text: 'packet loss was high' }],
  ['low_outgoing_bandwidth', { text: 'there was too little bandwidth for sending', worst: 'fair' }],
  ['bandwidth_limited', { text: 'sent video was limited by bandwidth', worst: 'fair' }],
  ['cpu_limited', { text: 'sent video was limited by the processor', worst: 'fair' }],
  ['high_rtt', { text: 'the delay of the network was high' }],
  ['high_jitter', { text: 'packets came at uneven intervals' }],
  ['no_inbound_media', { text: 'nothing was received of a track that was sent' }],
  ['video_freeze', { text: 'video froze' }],
  ['low_frame_rate', { text: 'video was jerky', worst: 'fair' }],
  ['audio_concealment', { text: 'gaps in heard audio had to be filled' }],
  ['audio_score', { text: 'heard audio was poor' }],
  ['video_score', { text: 'seen video was poor' }],
  ['very_low_audio_score', { text: 'heard audio was bad' }],
  ['low_audio_score', { text: 'heard audio was poor' }],
])

/** Issues of the kept table that say nothing about quality, or only by the old `emos`, and whatever way somebody left. */
const harmless = new Set([
  'low_emos',
  'very_low_emos',
  'tcp_used',
  'turn_used',
  'icecandidateerror',
  'getusermedia_error',
  'multiple_rejoins',
  'left_abruptly',
])

const order = [...catalog.keys()]

/** Undefined for codes that do not count. A code that is not in the catalog is told by its words. */
export const signKind = (code: string): SignKind | undefined =>
  harmless.has(code) ? undefined : (catalog.get(code) ?? { text: `${code.replaceAll('_', ' ')} was found` })

/** Place in the order of causes; unknown codes come last. */
export const causalRank = (code: string): number => (order.includes(code) ? order.indexOf(code) : order.length)

/** What explains a poor score, when both were found. */
export const scoreCauses: ReadonlyMap<string, readonly string[]> = new Map([
  ['audio_score', ['reconnected', 'high_packet_loss', 'high_rtt', 'high_jitter', 'audio_concealment']],
  ['video_score', ['reconnected', 'high_packet_loss', 'high_rtt', 'high_jitter']],
])
