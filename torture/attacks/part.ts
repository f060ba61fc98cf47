import { attempt } from '../attempt.ts'
import type { Setting, Trial } from '../part.ts'
import { withstand } from './attack.ts'
import { evadeRateLimit } from './rate-evasion.ts'

const TIMES = { quick: { attackMs: 6000, calmMs: 6000 }, full: { attackMs: 20_000, calmMs: 20_000 } }

/** Attacks beside honest clients, each on a server of its own. */
export async function* attacksPart({ engines, attacks, createDatabase, isQuick }: Setting): AsyncGenerator<Trial> {
  for (const engine of engines) {
    for (const name of attacks) {
      await using database = await createDatabase(engine)
      const plan = { engine, database, isQuick, ...TIMES[isQuick ? 'quick' : 'full'] }
      yield await attempt(name, engine, () => withstand([name], plan))
    }
    for (const workers of engine === 'postgres' ? ['1', '2'] : ['1']) {
      await using database = await createDatabase(engine)
      yield await attempt('rate-limit evasion', engine, () =>
        evadeRateLimit(engine, database, { requests: 1000, workers }),
      )
    }
  }
}
