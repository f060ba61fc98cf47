import type { JsonObject } from '../json.ts'

/** A reported number; null for what is missing, not finite or of another type (senders write anything). */
export const reportedNumber = (object: JsonObject, field: string): number | null => {
  const value = object[field]
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

/** A reported count or amount: {@link reportedNumber}, and null when it is negative or beyond what is counted exactly. */
export const reportedAmount = (object: JsonObject, field: string): number | null => {
  const value = reportedNumber(object, field)
  return value !== null && value >= 0 && value <= Number.MAX_SAFE_INTEGER ? value : null
}
