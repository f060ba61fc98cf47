/** A part of a call, in ms since it began. */
export interface TimeWindow {
  from: number
  to: number
}

/** The shortest part that can be looked at, ms. */
const MIN_LENGTH_MS = 200

/** Room beside what is zoomed to, as a share of its length. */
const MARGIN = 0.2

/** The window, moved and cut so that it lies within the call. */
export function clampWindow({ from, to }: TimeWindow, whole: TimeWindow): TimeWindow {
  const length = Math.min(Math.max(to - from, MIN_LENGTH_MS), whole.to - whole.from)
  const begin = Math.min(Math.max(from, whole.from), whole.to - length)
  return { from: begin, to: begin + length }
}

/** @param factor below 1 zooms in @param at moment that keeps its place */
export function zoomWindow({ from, to }: TimeWindow, factor: number, at: number, whole: TimeWindow): TimeWindow {
  const zoomed = { from: at - (at - from) * factor, to: at + (to - at) * factor }
  return clampWindow(zoomed, whole)
}

/** @param share of the window's length to move by; negative: to the left */
export function panWindow({ from, to }: TimeWindow, share: number, whole: TimeWindow): TimeWindow {
  const step = (to - from) * share
  return clampWindow({ from: from + step, to: to + step }, whole)
}

/** A window with a span in its middle. */
export function windowAround(from: number, to: number, whole: TimeWindow): TimeWindow {
  const margin = Math.max((to - from) * MARGIN, 1000)
  return clampWindow({ from: from - margin, to: to + margin }, whole)
}

/** Of a running call, what is followed when no part of it was chosen, ms. */
const FOLLOWED_MS = 120_000

/** The latest part of a call, as long as the one that was looked at. */
export function followEnd(looked: TimeWindow | undefined, whole: TimeWindow): TimeWindow {
  const length = looked ? looked.to - looked.from : FOLLOWED_MS
  return clampWindow({ from: whole.to - length, to: whole.to }, whole)
}

export const isWhole = (window: TimeWindow, whole: TimeWindow): boolean =>
  window.from <= whole.from && window.to >= whole.to
