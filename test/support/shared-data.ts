import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Recordings and tools that lie beside the repository where the project is developed; CI has them. */
const folder = fileURLToPath(new URL('../../../shared/', import.meta.url))

export const sharedPath = (path: string): string => folder + path

/** Whether the recordings are there: a fresh clone elsewhere has only those in `test/recordings`. */
export const hasSharedData = (): boolean => {
  const found = existsSync(sharedPath('data/golden.json'))
  if (!found && process.env['CI']) throw new Error(`The recordings in ${folder} are missing`)
  return found
}
