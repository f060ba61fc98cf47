import { attempt } from '../attempt.ts'
import type { Setting, Trial } from '../part.ts'
import { soak } from './soak.ts'

const MAXIMUM_MS = 10_000

/** A soak of each engine, which share the minutes. */
export async function* soakPart({ engines, createDatabase, minutes, say }: Setting): AsyncGenerator<Trial> {
  for (const engine of engines) {
    await using database = await createDatabase(engine)
    const share = Math.max(1, Math.round(minutes / engines.length))
    yield await attempt('soak', engine, () => soak({ engine, database, minutes: share, maximumMs: MAXIMUM_MS, say }))
  }
}
