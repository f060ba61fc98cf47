import { type DescMessage, type JsonValue, type MessageShape, toJson } from '@bufbuild/protobuf'
import type { Column } from './table.ts'

/** How rows of one kind are printed. */
export interface Listing<Row> {
  columns: readonly Column<Row>[]
  /** Titles of columns in the order in which they are left out of a table that is wider than the terminal. */
  leaveOut: readonly string[]
  /** The row as the contract has it in JSON. */
  json: (row: Row) => JsonValue
  /** What `--quiet` prints. */
  id: (row: Row) => string
}

/** A listing of messages. */
export const messageListing = <Schema extends DescMessage>(
  schema: Schema,
  listing: Omit<Listing<MessageShape<Schema>>, 'json'>,
): Listing<MessageShape<Schema>> => ({ ...listing, json: row => toJson(schema, row) })
