import { styleText } from 'node:util'
import { cutTo, escapeControlCharacters, padTo, widthOf } from './terminal-text.ts'

/** One column of a table. */
export interface Column<Row> {
  title: string
  text: (row: Row) => string
}

export interface TableOptions {
  /** Of the terminal; undefined: lines are not cut. */
  width: number | undefined
  /** Where the table goes to, for its colours. */
  stream: NodeJS.WriteStream
}

const GAP = '  '

/** Turns rows into aligned lines, a batch at a time; the first batch decides on the widths and begins with the titles. */
export function tableLines<Row>(columns: readonly Column<Row>[], { width, stream }: TableOptions) {
  let widths: number[] | undefined
  const line = (cells: readonly string[]) => {
    const text = cells.map((cell, index) => padTo(cell, widths?.[index] ?? 0)).join(GAP)
    return width === undefined ? text.trimEnd() : cutTo(text.trimEnd(), width)
  }
  return (rows: readonly Row[]): string[] => {
    const titles = columns.map(({ title }) => title)
    const cells = rows.map(row => columns.map(({ text }) => escapeControlCharacters(text(row))))
    const isFirst = widths === undefined
    widths ??= columns.map((_column, index) => Math.max(...[titles, ...cells].map(row => widthOf(row[index] ?? ''))))
    return [...(isFirst ? [styleText('bold', line(titles), { stream })] : []), ...cells.map(line)]
  }
}
