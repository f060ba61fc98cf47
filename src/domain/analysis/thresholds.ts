/** Lines that the rules draw. Each can be overridden by its name. */
const defaultThresholds = {
  /** Part of the last {@link windowSeconds} that must hold, s. Twilio `statsMonitor.ts`: raise at 3 of 5 samples; here of 5 s. */
  raisedSeconds: 15,
  /** Length of the window, s; an episode ends when all of it is clear. Twilio `statsMonitor.ts`: clear at 0 of 5. */
  windowSeconds: 25,

  /** Packets lost of those expected in an interval, %. Twilio call tag `high_packet_loss`, webrtc-issue-detector. */
  packetLossPercent: 5,
  /** Loss under which an episode of it ends, %. Twilio: raised above 3 % on average, cleared at 1 %. */
  packetLossEndPercent: 1,
  /** Packets that an interval must have for a share of them to say anything: with fewer, one lost packet is much. Inferred. */
  leastPackets: 30,
  /** Current round-trip time, ms. Twilio `statsMonitor.ts` (`rtt.max`). */
  roundTripMs: 400,
  /** Delay that jitter makes necessary (`jitterBufferMinimumDelay` per sample), ms, and jitter from which it is that. Inferred: jitter of ±80 ms shows as 21–27 ms (field-notes 5). */
  jitterBufferMs: 100,
  bufferedJitterMs: 15,
  /** Wait of received audio in the jitter buffer, ms. ITU-T G.114: 400 ms is the most for a conversation. */
  playoutDelayMs: 400,
  /** Interarrival jitter of audio, ms. Twilio `statsMonitor.ts`, Microsoft Teams CQD. */
  audioJitterMs: 30,
  /** Estimate of what can be sent, bit/s. webrtc-issue-detector: available < 100 kbit/s with video. */
  outgoingBitrateBps: 100_000,

  /** Frozen share of an interval, %. webrtc-issue-detector: Δ`totalFreezesDuration` > 30 %. */
  frozenPercent: 30,
  /** Mean length of the freezes that ended in an interval, s. webrtc-issue-detector. */
  meanFreezeSeconds: 1,
  /** Frames decoded per second. Microsoft Teams CQD: video under 7 is poor. */
  frameRateFps: 7,
  /** Share of an interval under a quality limitation, %. ObserveRTC `cpulimitation`. */
  limitedPercent: 30,
  /** Time that encoding takes of the time there is, %. ObserveRTC `encoder-bottleneck`: 80 % of the frame budget; here with capture. */
  encodeBusyPercent: 75,
  /** Frames encoded of those captured, %. ObserveRTC `encoder-bottleneck`: < 70 %. */
  encodedPercent: 70,
  /** Time without a frame of a camera or an encoder, s. ObserveRTC dry tracks: 5 s; devices that wake up take longer. */
  stalledSeconds: 10,
  /** Time that an encoder may take to get up to its bitrate, s. field-notes 5: limited 25–35 s after a start or recovery. */
  rampUpSeconds: 35,

  /** Audible concealed samples of all samples, %. ObserveRTC `audio-concealment`: on above 3 %. */
  concealedPercent: 3,
  /** Concealment under which an episode of it ends, %. ObserveRTC: off under 1 %. */
  concealedEndPercent: 1,
  /** Samples that an interval must have to tell. ObserveRTC: 24,000 (half a second at 48 kHz). */
  leastSamples: 24_000,
  /** Time without a byte, s. webrtc-issue-detector: 3 samples; here of 5 s. */
  noMediaSeconds: 15,

  /** Level (0 to 1) up to which a captured track is flat. ObserveRTC `silent-audio-source`: RMS ≤ 0.001. */
  silentLevel: 0.001,
  /** Time that it must be flat, from its beginning on, s. ObserveRTC: 30 s; people who listen are silent for longer. */
  silentSeconds: 60,

  /** From the first `checking` or `connecting` to connected, s. ObserveRTC `too-long-pc-connection-establishment`: 5 s. */
  setupSeconds: 5,
  /** Changes of the selected candidate pair in a minute. ObserveRTC `unstable-ice-path`: 3. */
  pathChanges: 3,

  /** Audio score of an interval, 1 to 5. Twilio tag `low_mos`: < 3.5. */
  audioScore: 3.5,
  /** The same, very low. Twilio SDK code: < 3. */
  veryLowAudioScore: 3,
}

export type Thresholds = typeof defaultThresholds

/** Range of an override, in the unit of its threshold. */
interface Limits {
  least: number
  most: number
  whole?: true
}

const PERCENT: Limits = { least: 0, most: 100 }
const SECONDS: Limits = { least: 0, most: 3600 }
/** No score is below 1: a line of 0 switches its rule off. */
const SCORE: Limits = { least: 0, most: 5 }

export const thresholdLimits: Record<keyof Thresholds, Limits> = {
  raisedSeconds: SECONDS,
  windowSeconds: SECONDS,
  packetLossPercent: PERCENT,
  packetLossEndPercent: PERCENT,
  leastPackets: { least: 1, most: 100_000 },
  roundTripMs: { least: 0, most: 60_000 },
  jitterBufferMs: { least: 0, most: 10_000 },
  bufferedJitterMs: { least: 0, most: 10_000 },
  playoutDelayMs: { least: 0, most: 60_000 },
  audioJitterMs: { least: 0, most: 10_000 },
  outgoingBitrateBps: { least: 0, most: 1e9 },
  frozenPercent: PERCENT,
  meanFreezeSeconds: SECONDS,
  frameRateFps: { least: 0, most: 240 },
  limitedPercent: PERCENT,
  encodeBusyPercent: PERCENT,
  encodedPercent: PERCENT,
  stalledSeconds: SECONDS,
  rampUpSeconds: SECONDS,
  concealedPercent: PERCENT,
  concealedEndPercent: PERCENT,
  leastSamples: { least: 1, most: 1e8 },
  noMediaSeconds: SECONDS,
  silentLevel: { least: 0, most: 1 },
  silentSeconds: { least: 0, most: 86_400 },
  setupSeconds: SECONDS,
  pathChanges: { least: 1, most: 1000, whole: true },
  audioScore: SCORE,
  veryLowAudioScore: SCORE,
}

const isWithin = (value: number, { least, most }: Limits) => value >= least && value <= most

/** The defaults, but for what is overridden by name; unknown names and what is out of range are ignored. */
export function thresholdsWith(overrides: Readonly<Record<string, number>> = {}): Thresholds {
  const known = Object.entries(overrides).filter(
    ([name, value]) =>
      Object.hasOwn(thresholdLimits, name) && isWithin(value, thresholdLimits[name as keyof Thresholds]),
  )
  return { ...defaultThresholds, ...Object.fromEntries(known) }
}
