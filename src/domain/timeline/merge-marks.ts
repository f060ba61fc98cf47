import type { Mark } from './timeline.ts'

/** Marks of a lane that are shown one by one, and the parts of its time in which those of a kind are merged beyond. */
const MAX_MARKS = 500

/** Marks in order of time; where there are too many, neighbours of a kind as one. */
export function mergeMarks(marks: readonly Mark[]): Mark[] {
  const sorted = marks.toSorted((one, other) => one.at - other.at)
  const [first, last] = [sorted[0], sorted.at(-1)]
  if (!first || !last || sorted.length <= MAX_MARKS) return sorted
  const partMs = Math.max((last.at - first.at) / MAX_MARKS, 1)
  const merged = new Map<string, Mark>()
  for (const mark of sorted) {
    const key = `${mark.kind} ${Math.floor((mark.at - first.at) / partMs)}`
    const known = merged.get(key)
    if (known) known.count += mark.count
    else merged.set(key, { ...mark })
  }
  return [...merged.values()]
}
