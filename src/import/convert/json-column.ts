import type { JsonValue } from '../../domain/values/json.ts'
import type { JsonText } from '../source/rows.ts'

/** The value of a JSON column; null also for SQL NULL. */
export const parsed = (text: JsonText | null): JsonValue => (text === null ? null : (JSON.parse(text) as JsonValue))
