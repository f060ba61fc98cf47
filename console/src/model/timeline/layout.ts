import type { Lane, LaneKind, Mark, Span } from './timeline.ts'
import type { TimeWindow } from './window.ts'

/** px */
const heights: Record<LaneKind, number> = { person: 28, connection: 20, ice: 20, track: 20, findings: 20 }

/** Room above each person but the first, px. */
const GROUP_GAP = 8

/** A lane with its place. */
export interface PlacedLane {
  lane: Lane
  top: number
  height: number
}

export interface TimelineLayout {
  lanes: PlacedLane[]
  height: number
}

/** Puts lanes under each other. */
export function layoutLanes(lanes: readonly Lane[]): TimelineLayout {
  let top = 0
  const placed = lanes.map((lane, index): PlacedLane => {
    if (index > 0 && lane.personId !== lanes[index - 1]?.personId) top += GROUP_GAP
    const place = { lane, top, height: heights[lane.kind] }
    top += place.height
    return place
  })
  return { lanes: placed, height: top }
}

/** Where time stands on a chart: px from its left. */
export interface Scale {
  toX(ms: number): number
  toMs(x: number): number
}

export function timeScale({ from, to }: TimeWindow, left: number, width: number): Scale {
  const perMs = width / (to - from)
  return { toX: ms => left + (ms - from) * perMs, toMs: x => from + (x - left) / perMs }
}

/** Marks that would lie upon each other, as one. */
export interface MarkGroup {
  x: number
  marks: Mark[]
}

/** @param marks in order of time */
export function groupMarks(marks: readonly Mark[], { toX }: Scale, minDistance = 8): MarkGroup[] {
  const groups: MarkGroup[] = []
  for (const mark of marks) {
    const x = toX(mark.at)
    const last = groups.at(-1)
    if (last && x - last.x < minDistance) last.marks.push(mark)
    else groups.push({ x, marks: [mark] })
  }
  return groups
}

/** What lies under the pointer. */
export type Hit = { lane: Lane } & ({ span: Span } | { marks: Mark[] })

/** How near the pointer must come to a mark, or to a span that is hardly wide, px. */
const REACH = 5

export function findHit({ lanes }: TimelineLayout, scale: Scale, x: number, y: number): Hit | undefined {
  const placed = lanes.find(({ top, height }) => y >= top && y < top + height)
  if (!placed) return undefined
  const { lane } = placed
  const group = groupMarks(lane.marks, scale).find(candidate => Math.abs(candidate.x - x) <= REACH)
  if (group) return { lane, marks: group.marks }
  // What is painted later lies on top.
  const span = lane.spans.findLast(
    ({ from, to }) => scale.toX(from) - 2 <= x && x <= Math.max(scale.toX(to), scale.toX(from) + REACH),
  )
  return span && { lane, span }
}
