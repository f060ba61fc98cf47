import { type Flow, fastestRate, flowsDuring, framesOf, secondsOf } from '../../stats/flow.ts'

/** Share of a span that the sender's reports must cover to say something of it. */
const COVERED = 0.6

/** The last intervals of a receiver that cover some seconds, and so many more. */
function latestCovering(flows: readonly Flow[], seconds: number, more = 1): Flow[] {
  const first = flows.findLastIndex((_, index) => secondsOf(flows.slice(index)) >= seconds)
  return flows.slice(Math.max(first - more, 0))
}

/**
 * Whether frames were sent while no picture came: a static screen or a camera switched off for a while makes the same gap
 * at the receiver. Null when the sender does not say.
 * @param received intervals of the receiver, the last one last
 * @param sent those of the sender
 * @param missingSeconds how long no picture came
 */
export function sentMeanwhile(
  received: readonly Flow[],
  sent: readonly Flow[],
  missingSeconds: number,
): { kept: boolean; lost: boolean } | null {
  const span = latestCovering(received, missingSeconds)
  const [start, end] = [span[0]?.start ?? 0, span.at(-1)?.end ?? 0]
  const during = flowsDuring(sent, start, end)
  const [framesSent, framesDecoded] = [framesOf(during), framesOf(span)]
  const covered = secondsOf(during)
  if (framesSent === null || framesDecoded === null || covered < (COVERED * (end - start)) / 1000) return null
  const rate = fastestRate(flowsDuring(sent, start - (end - start), end))
  const missing = Math.min(missingSeconds, covered)
  const sentInSpan = (framesSent * (end - start)) / 1000 / covered
  return {
    kept: framesSent > 0 && framesSent >= rate * (covered - missing / 2),
    lost: sentInSpan - framesDecoded >= (rate * missing) / 2 && framesSent > 0,
  }
}

/**
 * Whether the rate of a receiver was that of a camera, but for the gap: steady, and not that of slides. The only sign when
 * the sender does not report.
 */
export function wasSteadyBut(received: readonly Flow[], missingSeconds: number, leastRate: number): boolean {
  const rate = fastestRate(received)
  if (rate < leastRate) return false
  // A gap is counted when it ends: it may have begun in the interval before.
  return [0, 1].some(more => {
    const span = latestCovering(received, missingSeconds, more)
    const frames = framesOf(span)
    return frames !== null && frames >= 0.7 * rate * (secondsOf(span) - missingSeconds)
  })
}
