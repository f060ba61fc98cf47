import { bounded } from './bounded.ts'
import { ratingToMos } from './rating-to-mos.ts'

/** Measurements of received audio over one interval (never since the start of the call). */
export interface AudioScoreInput {
  /** Packets lost of those expected, in per cent (0 to 100). */
  lossPercent: number
  /** Network round-trip time, ms. 0 when not known. */
  roundTripMs: number
  /** Mean time that a sample waited in the jitter buffer, ms. 0 when not known. */
  jitterBufferMs: number
  /** Received payload, bit/s. Null when not known. */
  bitrateBps: number | null
  /** Forward error correction repairs losses (Opus in-band FEC or FEC packets). */
  fec: boolean
  /** Discontinuous transmission: silence is hardly sent, so the bitrate says nothing about the codec's quality. */
  dtx: boolean
}

/** Equipment impairment Ie without a bitrate, and during discontinuous transmission. rtcscore-go `audioscore.go`. */
const UNKNOWN_BITRATE_IMPAIRMENT = 6
const DTX_IMPAIRMENT = 8

/** Packet-loss robustness Bpl (the loss in per cent that costs half of what is left). rtcscore-go `audioscore.go`. */
const ROBUSTNESS = 10
const ROBUSTNESS_WITH_FEC = 20

/** Coding, packetisation and playout, ms of one-way delay. rtcscore-go `audioscore.go`. */
const FIXED_DELAY_MS = 20

/** Beyond this any delay scores worst; keeps absurd reports out of the arithmetic. */
const MAX_MS = 60_000

/** The codec's own impairment Ie, 0 to 30, by bitrate (Opus). */
function equipmentImpairment({ bitrateBps, dtx }: AudioScoreInput): number {
  if (dtx) return DTX_IMPAIRMENT
  const bitrate = bounded(bitrateBps, 0, Number.MAX_VALUE, 0)
  return bitrate > 0 ? bounded(55 - 4.6 * Math.log(bitrate), 0, 30, 30) : UNKNOWN_BITRATE_IMPAIRMENT
}

/** Delay impairment Id of a one-way delay in ms. */
const delayImpairment = (delayMs: number) => 0.03 * delayMs + (delayMs > 150 ? 0.1 * (delayMs - 150) : 0)

/** Impairments of the rating of 100, in its points. */
export interface AudioImpairments {
  /** By codec and bitrate (Ie). */
  coding: number
  /** By packets that did not come (Ie-eff beyond Ie). */
  loss: number
  /** By the one-way delay (Id). */
  delay: number
}

/** Unknown, negative and invalid values count as the default; loss is clamped to 0–100. */
export function audioImpairments(input: AudioScoreInput): AudioImpairments {
  const loss = bounded(input.lossPercent, 0, 100, 0)
  const roundTrip = bounded(input.roundTripMs, 0, MAX_MS, 0)
  const buffer = bounded(input.jitterBufferMs, 0, MAX_MS, 0)
  const coding = equipmentImpairment(input)
  return {
    coding,
    loss: ((100 - coding) * loss) / (loss + (input.fec ? ROBUSTNESS_WITH_FEC : ROBUSTNESS)),
    delay: delayImpairment(FIXED_DELAY_MS + buffer + roundTrip / 2),
  }
}

/** 1 to 4.5. */
export const scoreOfImpairments = ({ coding, loss, delay }: AudioImpairments): number =>
  ratingToMos(100 - coding - loss - delay)

/**
 * Quality of heard audio over one interval: 1 (unusable) to 4.5 (no flaw).
 *
 * Simplified ITU-T G.107 E-model as in ggarber/rtcscore, with the loss in per cent where Bpl expects per cent
 * (livekit/rtcscore-go `audioscore.go`, field-notes 3.1 and 3.2); agrees with G.107 within 0.04 up to 10 % loss. Not the
 * kept `emos`, whose loss is a fraction since the start of the call.
 */
export const audioScore = (input: AudioScoreInput): number => scoreOfImpairments(audioImpairments(input))
