import type { JsonObject } from '../values/json.ts'

/** A reported number; null for what is missing, not finite or of another type (senders write anything). */
export const reportedNumber = (object: JsonObject, field: string): number | null => {
  const value = object[field]
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}
