import process from 'node:process'
import { type DescMessage, type MessageShape, toJson } from '@bufbuild/protobuf'
import { type Column, tableLines } from './table.ts'

/** What a list prints: rows of a message, as a table or as lines of JSON. */
export interface Listing<Row extends DescMessage> {
  schema: Row
  columns: readonly Column<MessageShape<Row>>[]
}

export interface PrintOptions {
  /** Lines of JSON, in the form that the contract has in JSON. */
  json?: boolean
}

export const printLine = (text: string): void => void process.stdout.write(`${text}\n`)

/** Prints rows as they come. A table without rows says so beside the output. */
export async function printRows<Row extends DescMessage>(
  pages: AsyncIterable<MessageShape<Row>[]>,
  { schema, columns }: Listing<Row>,
  { json }: PrintOptions,
): Promise<void> {
  const lines = json ? (rows: MessageShape<Row>[]) => rows.map(row => jsonLine(schema, row)) : stdoutTable(columns)
  let count = 0
  for await (const rows of pages) {
    count += rows.length
    if (rows.length > 0) await write(lines(rows))
  }
  if (count === 0 && !json) process.stderr.write('There is nothing to show.\n')
}

/** A table that fits the terminal on standard output; elsewhere its lines are not cut. */
export const stdoutTable = <Row>(columns: readonly Column<Row>[]) =>
  tableLines(columns, { width: process.stdout.isTTY ? process.stdout.columns : undefined, stream: process.stdout })

/** The message as one line. */
export const jsonLine = <Row extends DescMessage>(schema: Row, message: MessageShape<Row>): string =>
  jsonText(toJson(schema, message))

/** JSON leaves the control characters of C1 as they are, and terminals obey them. */
export const jsonText = (value: unknown): string =>
  JSON.stringify(value).replaceAll(
    /[\u007f-\u009f]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

/** Waits while the reader is slower than we are. */
async function write(lines: readonly string[]): Promise<void> {
  if (process.stdout.write(`${lines.join('\n')}\n`)) return
  await new Promise(resolve => process.stdout.once('drain', resolve))
}
