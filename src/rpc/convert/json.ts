import { toJson } from '@bufbuild/protobuf'
import { type Value, ValueSchema } from '@bufbuild/protobuf/wkt'
import { invalid } from '../../domain/values/errors.ts'
import type { JsonValue } from '../../domain/values/json.ts'

/** Any JSON; undefined when the field is absent. */
export function valueJson(value: Value | undefined): JsonValue | undefined {
  if (!value || value.kind.case === undefined) return undefined
  try {
    return toJson(ValueSchema, value) as JsonValue
  } catch {
    // JSON has no NaN and no infinities, and protobuf refuses to print them.
    throw invalid('data holds a number that JSON does not have', { field: 'data' })
  }
}
