import type { FindingCode } from '../issues/codes.ts'
import { type Thresholds, thresholdLimits, thresholdsWith } from './thresholds.ts'

/** Unit of a threshold, and the findings that it is for; none: all that last. */
interface Meaning {
  unit: '%' | 'ms' | 's' | 'bit/s' | '1/s' | 'packets' | 'samples' | 'changes' | 'score' | 'level'
  codes: readonly FindingCode[]
}

const meanings: Record<keyof Thresholds, Meaning> = {
  raisedSeconds: { unit: 's', codes: [] },
  windowSeconds: { unit: 's', codes: [] },
  packetLossPercent: { unit: '%', codes: ['high_packet_loss'] },
  packetLossEndPercent: { unit: '%', codes: ['high_packet_loss'] },
  leastPackets: { unit: 'packets', codes: ['high_packet_loss', 'high_jitter'] },
  roundTripMs: { unit: 'ms', codes: ['high_rtt'] },
  jitterBufferMs: { unit: 'ms', codes: ['high_jitter'] },
  bufferedJitterMs: { unit: 'ms', codes: ['high_jitter'] },
  playoutDelayMs: { unit: 'ms', codes: ['playout_delay'] },
  audioJitterMs: { unit: 'ms', codes: ['high_jitter'] },
  outgoingBitrateBps: { unit: 'bit/s', codes: ['low_outgoing_bandwidth'] },
  frozenPercent: { unit: '%', codes: ['video_freeze'] },
  meanFreezeSeconds: { unit: 's', codes: ['video_freeze'] },
  frameRateFps: { unit: '1/s', codes: ['low_frame_rate', 'video_freeze'] },
  limitedPercent: { unit: '%', codes: ['cpu_limited', 'bandwidth_limited'] },
  encodeBusyPercent: { unit: '%', codes: ['cpu_limited'] },
  encodedPercent: { unit: '%', codes: ['cpu_limited'] },
  stalledSeconds: { unit: 's', codes: ['camera_stalled', 'encoder_stalled'] },
  rampUpSeconds: { unit: 's', codes: ['bandwidth_limited'] },
  concealedPercent: { unit: '%', codes: ['audio_concealment'] },
  concealedEndPercent: { unit: '%', codes: ['audio_concealment'] },
  leastSamples: { unit: 'samples', codes: ['audio_concealment'] },
  noMediaSeconds: { unit: 's', codes: ['no_inbound_media'] },
  silentLevel: { unit: 'level', codes: ['silent_microphone'] },
  silentSeconds: { unit: 's', codes: ['silent_microphone'] },
  setupSeconds: { unit: 's', codes: ['slow_setup'] },
  pathChanges: { unit: 'changes', codes: ['unstable_path'] },
  audioScore: { unit: 'score', codes: ['low_audio_score'] },
  veryLowAudioScore: { unit: 'score', codes: ['very_low_audio_score'] },
}

export interface ThresholdFacts extends Meaning {
  name: string
  defaultValue: number
  least: number
  most: number
  whole: boolean
}

/** Every threshold that an app can have of its own. */
export function listThresholds(): ThresholdFacts[] {
  return Object.entries(thresholdsWith()).map(([name, defaultValue]) => {
    const { least, most, whole = false } = thresholdLimits[name as keyof Thresholds]
    return { name, defaultValue, least, most, whole, ...meanings[name as keyof Thresholds] }
  })
}
