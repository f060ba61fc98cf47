import type { FindingCode } from '../issues/codes.ts'
import type { Finding } from './finding.ts'
import type { Thresholds } from './thresholds.ts'

/** The line that a finding's values are compared to, where there is one of their unit. */
const lines: Partial<Record<FindingCode, keyof Thresholds>> = {
  silent_microphone: 'silentLevel',
  slow_setup: 'setupSeconds',
  unstable_path: 'pathChanges',
  high_packet_loss: 'packetLossPercent',
  low_outgoing_bandwidth: 'outgoingBitrateBps',
  bandwidth_limited: 'limitedPercent',
  high_rtt: 'roundTripMs',
  playout_delay: 'playoutDelayMs',
  no_inbound_media: 'noMediaSeconds',
  low_frame_rate: 'frameRateFps',
  audio_concealment: 'concealedPercent',
  very_low_audio_score: 'veryLowAudioScore',
  low_audio_score: 'audioScore',
}

/** A finding with the line that it crossed. */
export function withThreshold(finding: Finding, thresholds: Thresholds): Finding {
  const line = lines[finding.code]
  return line === undefined ? finding : { ...finding, data: { ...finding.data, threshold: thresholds[line] } }
}
