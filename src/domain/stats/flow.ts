/** Throughput of a stream in one past interval; null for what was not reported. */
export interface Flow {
  /** Event time, ms since the epoch. */
  start: number
  end: number
  packets: number | null
  /** Payload, without padding. */
  bytes: number | null
  /** Sent or decoded. */
  frames: number | null
}

/** Age up to which intervals are kept, ms, and least and most of them. */
const REMEMBERED_MS = 45_000
const MIN_REMEMBERED = 6
const MAX_REMEMBERED = 45

export function withFlow(flows: readonly Flow[], flow: Flow): Flow[] {
  const recent = flows.filter(({ end }) => end > flow.end - REMEMBERED_MS)
  const kept = recent.length < MIN_REMEMBERED ? flows.slice(1 - MIN_REMEMBERED) : recent.slice(1 - MAX_REMEMBERED)
  return [...kept, flow]
}

/** Those that share some time with a span. */
export const flowsDuring = (flows: readonly Flow[], start: number, end: number): Flow[] =>
  flows.filter(flow => flow.end > start && flow.start < end)

export const secondsOf = (flows: readonly Flow[]): number =>
  flows.reduce((sum, flow) => sum + (flow.end - flow.start) / 1000, 0)

/** Frames in all of them; null when one does not say. */
export function framesOf(flows: readonly Flow[]): number | null {
  let sum = 0
  for (const { frames } of flows) {
    if (frames === null) return null
    sum += frames
  }
  return flows.length > 0 ? sum : null
}

/** Frames per second of the liveliest; 0 without any. */
export const fastestRate = (flows: readonly Flow[]): number =>
  Math.max(0, ...flows.map(flow => (1000 * (flow.frames ?? 0)) / Math.max(flow.end - flow.start, 1)))
