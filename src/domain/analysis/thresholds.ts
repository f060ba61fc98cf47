/** Lines that the rules draw. Each can be overridden by its name. */
const defaultThresholds = {
  /** Intervals of the last {@link windowIntervals} that must hold. Twilio `statsMonitor.ts`: raise at 3 of 5 samples. */
  raisedIntervals: 3,
  /** Length of the window in intervals; a spell ends when all of them are clear. Twilio `statsMonitor.ts`: clear at 0 of 5. */
  windowIntervals: 5,

  /** Packets lost of those expected in an interval, %. Twilio call tag `high_packet_loss`, webrtc-issue-detector. */
  packetLossPercent: 5,
  /** Loss under which a spell of it ends, %. Twilio: raised above 3 % on average, cleared at 1 %. */
  packetLossEndPercent: 1,
  /** Packets that an interval must have for a share of them to say anything: with fewer, one lost packet is much. Inferred. */
  leastPackets: 30,
  /** Current round-trip time, ms. Twilio `statsMonitor.ts` (`rtt.max`). */
  roundTripMs: 400,
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
  /** How long an encoder may take to get up to its bitrate, s. field-notes 5: limited 25–35 s after a start or recovery. */
  rampUpSeconds: 35,

  /** Audible concealed samples of all samples, %. ObserveRTC `audio-concealment`: on above 3 %. */
  concealedPercent: 3,
  /** Concealment under which a spell of it ends, %. ObserveRTC: off under 1 %. */
  concealedEndPercent: 1,
  /** Samples that an interval must have to tell. ObserveRTC: 24,000 (half a second at 48 kHz). */
  leastSamples: 24_000,
  /** Consecutive intervals without a byte. webrtc-issue-detector: 3 samples. */
  noMediaIntervals: 3,

  /** Level (0 to 1) up to which a captured track is flat. ObserveRTC `silent-audio-source`: RMS ≤ 0.001. */
  silentLevel: 0.001,
  /** How long it must be flat, s. ObserveRTC: 30 s. */
  silentSeconds: 30,

  /** From addConnection to connected, s. ObserveRTC `too-long-pc-connection-establishment`: 5 s. */
  setupSeconds: 5,
  /** Changes of the selected candidate pair in a minute. ObserveRTC `unstable-ice-path`: 3. */
  pathChanges: 3,

  /** Audio score of an interval, 1 to 5. Twilio tag `low_mos`: < 3.5. */
  audioScore: 3.5,
  /** The same, very low. Twilio SDK code: < 3. */
  veryLowAudioScore: 3,
}

export type Thresholds = typeof defaultThresholds

/** The defaults, but for what is overridden by name; unknown names and what is no number are ignored. */
export function thresholdsWith(overrides: Readonly<Record<string, number>> = {}): Thresholds {
  const known = Object.entries(overrides).filter(
    ([name, value]) => Object.hasOwn(defaultThresholds, name) && Number.isFinite(value),
  )
  return { ...defaultThresholds, ...Object.fromEntries(known) }
}
