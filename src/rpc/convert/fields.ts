import { fromJson } from '@bufbuild/protobuf'
import { durationFromMs, type Timestamp, timestampDate, timestampFromDate, ValueSchema } from '@bufbuild/protobuf/wkt'
import { isJsonObject, type JsonValue } from '../../domain/json.ts'

/** A JSON object; anything else is absent. */
export const structField = (value: JsonValue | null | undefined) => (isJsonObject(value) ? value : undefined)

/** A JSON object that says something. */
export const filledStructField = (value: JsonValue | null | undefined) =>
  isJsonObject(value) && Object.keys(value).length > 0 ? value : undefined

/** Any JSON; null is absent. */
export const valueField = (value: JsonValue | null | undefined) =>
  value === null || value === undefined ? undefined : fromJson(ValueSchema, value)

export const instantField = (date: Date | null | undefined) => (date ? timestampFromDate(date) : undefined)

export const dateField = (timestamp: Timestamp | undefined): Date | undefined =>
  timestamp ? timestampDate(timestamp) : undefined

/** @param seconds with a fraction */
export const durationField = (seconds: number) => durationFromMs(Math.round(seconds * 1000))
