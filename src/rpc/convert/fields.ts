import { fromJson } from '@bufbuild/protobuf'
import { durationFromMs, type Timestamp, timestampFromDate, ValueSchema } from '@bufbuild/protobuf/wkt'
import { isJsonObject, type JsonValue } from '../../domain/values/json.ts'

/** A JSON object; anything else is absent. */
export const structField = (value: JsonValue | null | undefined) => (isJsonObject(value) ? value : undefined)

/** A JSON object that says something. */
export const filledStructField = (value: JsonValue | null | undefined) =>
  isJsonObject(value) && Object.keys(value).length > 0 ? value : undefined

/** Any JSON; null is absent. */
export const valueField = (value: JsonValue | null | undefined) =>
  value === null || value === undefined ? undefined : fromJson(ValueSchema, value)

export const instantField = (date: Date | null | undefined) => (date ? timestampFromDate(date) : undefined)

/** Whole milliseconds, rounded down: the last instant of a year stays in it. */
export const dateField = (timestamp: Timestamp | undefined): Date | undefined =>
  timestamp ? new Date(Number(timestamp.seconds) * 1000 + Math.floor(timestamp.nanos / 1e6)) : undefined

/** @param seconds with a fraction */
export const durationField = (seconds: number) => durationFromMs(Math.round(seconds * 1000))
