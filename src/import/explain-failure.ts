import { ImportError } from './import-error.ts'

const stateOf = (error: unknown): string | undefined => {
  for (let current = error, depth = 0; current instanceof Error && depth < 5; current = current.cause, depth++) {
    const { code } = current as { code?: unknown }
    if (typeof code === 'string') return code
  }
  return undefined
}

const CONTINUE = 'What was copied so far is complete: run the same command again to go on.'

/** Why an import ended, and what to do. */
export function explainFailure(error: unknown): Error {
  if (error instanceof ImportError) return error
  const message = error instanceof Error ? error.message : String(error)
  const state = stateOf(error)
  if (state === '53100' || state === 'ENOSPC')
    return new ImportError(`The disk is full (${message}). Make room. ${CONTINUE}`)
  if (state === '42501') return new ImportError(`A database user lacks a right: ${message}. ${CONTINUE}`)
  if (state === '57014') return new ImportError(`A statement took too long: ${message}. ${CONTINUE}`)
  const isLost = /connection terminated|connection error|client was closed|not queryable/i.test(message)
  if (isLost || /^(E[A-Z]{3,}|08\w{3}|57P\w{2})$/.test(state ?? '')) {
    return new ImportError(`The connection to a database was lost (${message}). ${CONTINUE}`)
  }
  return error instanceof Error ? error : new Error(message)
}
