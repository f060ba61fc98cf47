import type { TimeWindow } from './window.ts'

const steps = [
  1, 5, 10, 50, 100, 200, 500, 1e3, 2e3, 5e3, 10e3, 15e3, 30e3, 60e3, 120e3, 300e3, 600e3, 900e3, 1800e3, 3600e3,
  7200e3, 14400e3,
]

/**
 * Ticks of an axis: the finest step whose labels stand apart.
 * @param offsetMs of the reader's zone from UTC: where it is half an hour, full hours are elsewhere
 */
export function axisTicks(
  { from, to }: TimeWindow,
  width: number,
  { minDistance = 88, offsetMs = 0 } = {},
): { stepMs: number; ticks: number[] } {
  const perPixel = (to - from) / Math.max(width, 1)
  const stepMs = steps.find(step => step / perPixel >= minDistance) ?? steps[steps.length - 1] ?? 1
  const ticks: number[] = []
  const first = Math.ceil((from + offsetMs) / stepMs) * stepMs - offsetMs
  for (let tick = first; tick <= to; tick += stepMs) ticks.push(tick)
  return { stepMs, ticks }
}
