import { once } from 'node:events'
import type { JsonValue } from '@bufbuild/protobuf'
import { type Io, type Output, widthOfTerminal } from '../io.ts'
import { colourOf } from './colours.ts'
import type { Listing } from './listing.ts'
import { type Column, tableLines } from './table.ts'
import { escapeControlCharacters } from './terminal-text.ts'

/** `curl`: calls are printed, and what commands print beside them is not. */
export type Format = 'table' | 'json' | 'csv' | 'quiet' | 'curl'

/** Prints what a command has to say, in the form that was asked for. */
export class Printer {
  readonly format: Format
  readonly #io: Io

  constructor(io: Io, format: Format) {
    this.#io = io
    this.format = format
  }

  /** One line of the result, for people. */
  line(text: string): void {
    if (this.format === 'table') this.#io.stdout.write(`${text}\n`)
  }

  /** One line of JSON, or what takes its place in other forms. */
  async result(json: JsonValue, { text, quiet = '' }: { text: string; quiet?: string }): Promise<void> {
    if (this.format === 'json') await this.lines([jsonText(json)])
    else if (this.format === 'quiet') await this.lines(quiet === '' ? [] : [escapeControlCharacters(quiet)])
    else if (this.format !== 'curl') await this.lines([text])
  }

  /** Something beside the result. */
  note(text: string): void {
    if (this.format === 'table') this.#io.stderr.write(`${text}\n`)
  }

  /** Prints rows as they come. A table without rows says so beside the output. */
  async rows<Row>(listing: Listing<Row>, pages: AsyncIterable<readonly Row[]>): Promise<void> {
    const lines = await this.#linesOf(listing)
    let count = 0
    for await (const rows of pages) {
      count += rows.length
      if (rows.length > 0) await this.lines(lines(rows))
    }
    if (count === 0) this.note('There is nothing to show.')
  }

  /** Prints rows that are there already. */
  async all<Row>(listing: Listing<Row>, rows: readonly Row[]): Promise<void> {
    await this.rows(listing, only(rows))
  }

  /** A table that fits the terminal; elsewhere its lines have no end. */
  table<Row>({ columns, leaveOut }: Pick<Listing<Row>, 'columns' | 'leaveOut'>): (rows: readonly Row[]) => string[] {
    const { stdout, env } = this.#io
    return tableLines(columns, { width: widthOfTerminal(stdout), leaveOut, colour: colourOf(stdout, env) })
  }

  /** Waits while the reader is slower than we are. */
  async lines(lines: readonly string[]): Promise<void> {
    if (lines.length > 0) await writeTo(this.#io.stdout, `${lines.join('\n')}\n`)
  }

  async #linesOf<Row>(listing: Listing<Row>): Promise<(rows: readonly Row[]) => string[]> {
    switch (this.format) {
      case 'json':
        return rows => rows.map(row => jsonText(listing.json(row)))
      case 'csv':
        return await csvLines(listing.columns)
      case 'quiet':
        return rows => rows.map(row => escapeControlCharacters(listing.id(row)))
      case 'curl':
        return () => []
      default:
        return this.table(listing)
    }
  }
}

async function csvLines<Row>(columns: readonly Column<Row>[]): Promise<(rows: readonly Row[]) => string[]> {
  const { csvLine } = await import('./csv.ts')
  let isFirst = true
  return rows => {
    const head = isFirst ? [csvLine(columns.map(({ title }) => title.toLowerCase().replaceAll(' ', '_')))] : []
    isFirst = false
    return [...head, ...rows.map(row => csvLine(columns.map(({ text }) => text(row))))]
  }
}

async function* only<Row>(rows: readonly Row[]): AsyncGenerator<readonly Row[]> {
  yield rows
}

export async function writeTo(output: Output, data: string | Uint8Array): Promise<void> {
  if (!output.write(data)) await once(output, 'drain')
}

/** JSON leaves the control characters of C1 as they are, and terminals obey them. */
export const jsonText = (value: unknown): string =>
  JSON.stringify(value).replaceAll(
    /[\u007f-\u009f]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
