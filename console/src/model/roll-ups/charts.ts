import type { Severity } from '../call.ts'
import type { CallsView } from '../calls-view.ts'

/** A part of a column; leads to its calls. */
export interface Part {
  /** Names its fill. */
  key: string
  label: string
  value: number
  view: CallsView
}

/** A column of a chart: one part, or several upon each other. */
export interface Column {
  key: string
  /** Below it, short. */
  label: string
  /** In words. */
  name: string
  parts: Part[]
}

/** A row of a ranking; leads to its calls. */
export interface Bar {
  key: string
  label: string
  value: number
  severity?: Severity
  view: CallsView
}

export const totalOf = (columns: readonly Column[]): number =>
  columns.reduce((sum, { parts }) => sum + heightOf(parts), 0)

export const heightOf = (parts: readonly Part[]): number => parts.reduce((sum, { value }) => sum + value, 0)

/** Top of an axis: the least of 1, 2, 4, 5, 6, 8 times a power of ten that holds everything; even, but for 1 and 5. */
export function axisTop(most: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(most, 1)))
  return ([1, 2, 4, 5, 6, 8, 10].find(step => step * power >= most) ?? 10) * power
}

/** Every how many columns one has a label. @param room how many labels stand apart */
export const labelStep = (columns: number, room: number): number => Math.max(1, Math.ceil(columns / room))
