import type { Colour, Tone } from './colours.ts'
import { cutTo, escapeControlCharacters, padTo, widthOf } from './terminal-text.ts'

/** One column of a table. */
export interface Column<Row> {
  title: string
  text: (row: Row) => string
  /** Its text is cut to so many columns, if need be, before another one is left out. */
  atLeast?: number
  tone?: (row: Row) => Tone | undefined
}

export interface TableOptions {
  /** Of the terminal; undefined: lines have no end. */
  width: number | undefined
  /** Titles of columns in the order in which they are left out of a table that is too wide. */
  leaveOut: readonly string[]
  colour: Colour
}

const GAP = '  '

/** Turns rows into aligned lines, a batch at a time; the first batch decides on columns and widths, and begins with the titles. */
export function tableLines<Row>(columns: readonly Column<Row>[], { width, leaveOut, colour }: TableOptions) {
  let shown: Shown<Row>[] | undefined
  const line = (cells: readonly { text: string; tone?: Tone | undefined }[]) =>
    cells
      .map(({ text, tone }, index) => {
        const room = shown?.[index]?.width ?? 0
        const cut = width === undefined ? text : cutTo(text, room)
        const isLast = index === cells.length - 1
        return colour(tone, cut) + (isLast ? '' : padTo('', room - widthOf(cut)))
      })
      .join(GAP)
      .trimEnd()
  return (rows: readonly Row[]): string[] => {
    const isFirst = shown === undefined
    shown ??= fit(measured(columns, rows), width, leaveOut)
    const titles = shown.map(({ column }) => ({ text: column.title }))
    const lines = rows.map(row =>
      line((shown ?? []).map(({ column }) => ({ text: cellOf(column, row), tone: column.tone?.(row) }))),
    )
    return [...(isFirst ? [line(titles)] : []), ...lines]
  }
}

interface Shown<Row> {
  column: Column<Row>
  width: number
}

const cellOf = <Row>({ text }: Column<Row>, row: Row): string => escapeControlCharacters(text(row))

const measured = <Row>(columns: readonly Column<Row>[], rows: readonly Row[]): Shown<Row>[] =>
  columns.map(column => ({
    column,
    width: Math.max(widthOf(column.title), ...rows.map(row => widthOf(cellOf(column, row)))),
  }))

/** The columns that fit, with the room that each has. */
function fit<Row>(all: readonly Shown<Row>[], width: number | undefined, leaveOut: readonly string[]): Shown<Row>[] {
  if (width === undefined) return [...all]
  let kept = [...all]
  for (const title of leaveOut) {
    if (leastWidth(kept) <= width) break
    if (kept.length > 1) kept = kept.filter(({ column }) => column.title !== title)
  }
  // A terminal may be narrower than the gaps alone.
  const most = Math.max(1, Math.floor((width + GAP.length) / (GAP.length + 1)))
  return shrunk(kept.slice(0, most), width)
}

const least = <Row>({ column, width }: Shown<Row>) => Math.min(width, column.atLeast ?? width)

const leastWidth = <Row>(shown: readonly Shown<Row>[]) =>
  shown.reduce((sum, each) => sum + least(each), GAP.length * (shown.length - 1))

/** What is too much is taken from the columns that may be cut, and from all others, the last one first, when that is not enough. */
function shrunk<Row>(kept: readonly Shown<Row>[], width: number): Shown<Row>[] {
  let excess = kept.reduce((sum, each) => sum + each.width, GAP.length * (kept.length - 1)) - width
  const isTooWide = leastWidth(kept) > width
  return kept
    .toReversed()
    .map(each => {
      const floor = isTooWide ? 1 : least(each)
      const taken = Math.max(0, Math.min(excess, each.width - floor))
      excess -= taken
      return { ...each, width: each.width - taken }
    })
    .toReversed()
}
