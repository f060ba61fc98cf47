/** Usual frame rate of a source, as far as known, frames per second. */
export interface UsualFrameRate {
  /** Null until the rate was steady: screen sharing, where the rate is that of the content, never gets one. */
  usual: number | null
  last: number
  /** Intervals in a row with about the same rate. */
  steady: number
}

export const unknownFrameRate: UsualFrameRate = { usual: null, last: 0, steady: 0 }

/** A camera's rate stays this close from interval to interval. */
const STEADY_WITHIN = 0.15
const STEADY_INTERVALS = 3
/** Slower sources are slides or thumbnails. */
const SLOWEST_CAMERA = 8
/** Faster than this nobody misses anything in a call. */
const FASTEST_EXPECTED = 30
/** Share of a fall that is taken over in each interval: a degraded rate must not soon count as usual. */
const FORGETTING = 0.02

/** The state after one more interval. */
export function withFrameRate(state: UsualFrameRate, frameRate: number): UsualFrameRate {
  const isClose = Math.abs(frameRate - state.last) <= STEADY_WITHIN * state.last
  const steady = isClose ? state.steady + 1 : 1
  if (steady < STEADY_INTERVALS || frameRate < SLOWEST_CAMERA) return { usual: state.usual, last: frameRate, steady }
  const rate = Math.min(frameRate, FASTEST_EXPECTED)
  const { usual } = state
  const next = usual === null || rate > usual ? rate : usual + FORGETTING * (rate - usual)
  return { usual: next, last: frameRate, steady }
}
