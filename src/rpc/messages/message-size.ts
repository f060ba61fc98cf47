import type { DescField, DescMessage } from '@bufbuild/protobuf'
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire'
import { DomainError } from '../../domain/values/errors.ts'
import {
  MAX_JSON_DEPTH,
  MAX_JSON_VALUES,
  MAX_UNCOUNTED_BYTES,
  nestedTooDeep,
  tooManyValues,
} from '../../domain/values/json-size.ts'

/** A value is up to two messages of `google.protobuf.Struct`, one in the other; the rest is the request around it. */
export const MAX_MESSAGE_DEPTH = 2 * MAX_JSON_DEPTH + 10

/** A member of a `google.protobuf.Struct` takes four records: itself, its key, its value, and what kind that is. */
const MAX_RECORDS = 4 * MAX_JSON_VALUES

/**
 * Counts what a binary message holds before it is parsed. It may be damaged: then as far as it can be read.
 * @throws DomainError invalid_parameters for too many values, or nested too deep
 */
export function requireModestMessage(input: DescMessage, bytes: Uint8Array): void {
  if (bytes.length <= MAX_UNCOUNTED_BYTES) return
  try {
    count(new BinaryReader(bytes), input, bytes.length, { depth: 1, messages: 0, records: 0 })
  } catch (error) {
    if (error instanceof DomainError) throw error
  }
}

interface Counted {
  depth: number
  messages: number
  records: number
}

function count(reader: BinaryReader, message: DescMessage | undefined, end: number, counted: Counted): void {
  if (counted.depth > MAX_MESSAGE_DEPTH) throw nestedTooDeep()
  const fields = message && fieldsOf(message)
  while (reader.pos < end) {
    const [number, type] = reader.tag()
    counted.records++
    const field = fields?.get(number)
    const isDelimited = type === WireType.LengthDelimited
    if (isDelimited && field && isMessage(field)) {
      counted.messages++
      const length = reader.uint32()
      counted.depth++
      count(reader, field.message, reader.pos + length, counted)
      counted.depth--
    } else if (field?.fieldKind === 'map' && isDelimited) {
      countEntry(reader, field, counted)
    } else {
      const skipped = reader.skip(type, number)
      if (isDelimited && field && isPacked(field)) counted.records += skipped.length
    }
    if (counted.messages > MAX_JSON_VALUES || counted.records > MAX_RECORDS) throw tooManyValues()
  }
}

/** An entry of a map is a message of its own on the wire: key 1, value 2. */
function countEntry(reader: BinaryReader, field: DescField & { fieldKind: 'map' }, counted: Counted): void {
  const end = reader.uint32() + reader.pos
  while (reader.pos < end) {
    const [number, type] = reader.tag()
    counted.records++
    if (number !== 2 || field.mapKind !== 'message' || type !== WireType.LengthDelimited) {
      reader.skip(type, number)
      continue
    }
    counted.messages++
    const length = reader.uint32()
    counted.depth++
    count(reader, field.message, reader.pos + length, counted)
    counted.depth--
  }
}

const isMessage = (field: DescField): field is DescField & { message: DescMessage } =>
  field.fieldKind === 'message' || (field.fieldKind === 'list' && field.listKind === 'message')

/** Elements of a packed list take a byte at least. */
const isPacked = (field: DescField): boolean => field.fieldKind === 'list' && field.packed

const known = new WeakMap<DescMessage, Map<number, DescField>>()

function fieldsOf(message: DescMessage): Map<number, DescField> {
  const found = known.get(message) ?? new Map(message.fields.map(field => [field.number, field]))
  known.set(message, found)
  return found
}
