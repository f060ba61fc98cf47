/** The code of a failure, also inside the errors that wrap it: the SQLSTATE of a driver error, `ECONNREFUSED`. */
export function failureCode(error: unknown): string | undefined {
  for (let current = error, depth = 0; current instanceof Error && depth < 5; current = current.cause, depth++) {
    const { code } = current as { code?: unknown }
    if (typeof code === 'string') return code
  }
  return undefined
}

/** SQLSTATE 40: serialization failures and deadlocks. Trying again is right. */
export const isConflict = (error: unknown): boolean => failureCode(error)?.startsWith('40') === true

/** SQLSTATE 23505: another row has the same key. */
export const isUniqueViolation = (error: unknown): boolean => failureCode(error) === '23505'

/** SQLSTATE 42P01: there is no such table. */
export const isUndefinedTable = (error: unknown): boolean => failureCode(error) === '42P01'

/** Socket errors, and SQLSTATEs 08 (connection), 53 (resources), 57 (shut down, cancelled) and 58 (system). */
const unavailable = /^(E[A-Z]{3,}|08\w{3}|53\w{3}|57\w{3}|58\w{3})$/

const unavailableMessages =
  /connection terminated|timeout exceeded when trying to connect|client has encountered a connection error|client was closed|pglite is clos/i

/** Whether the database could not be asked at all, so that the same request may succeed a little later. */
export function isUnavailable(error: unknown): boolean {
  const state = failureCode(error)
  if (state && unavailable.test(state)) return true
  return error instanceof Error && unavailableMessages.test(error.message)
}

/** Two transactions stored the same: one of them begins anew, as after a serialization failure (SQLSTATE 40001). */
export class LostRace extends Error {
  readonly code = '40001'
}
