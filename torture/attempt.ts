import type { Engine } from '../test/support/database.ts'
import type { Trial } from './part.ts'

/** A trial that cannot be carried out to its end is one that was not survived; those after it are carried out all the same. */
export async function attempt(what: string, engine: Engine, carryOut: () => Promise<Trial>): Promise<Trial> {
  try {
    return await carryOut()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return {
      what,
      engine,
      tried: 1,
      survived: 0,
      lost: 1,
      measured: {},
      faults: [`not carried out: ${reason.slice(0, 600)}`],
    }
  }
}
