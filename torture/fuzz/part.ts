import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Setting, Trial } from '../part.ts'
import { describeFault, fuzz } from './fuzz.ts'
import { FuzzTarget } from './target.ts'

const COUNT = { quick: 5000, full: 100_000 }

/** Memory that is held after the first fifth of the inputs and after the last may differ by this much, in MB. */
const MAX_GROWTH_MB = 100

/** Fuzzes a server on each engine; inputs with faults are written to files that can be replayed. */
export async function* fuzzPart({
  engines,
  createDatabase,
  isQuick,
  seed,
  folder,
  say,
}: Setting): AsyncGenerator<Trial> {
  const count = Math.ceil((isQuick ? COUNT.quick : COUNT.full) / engines.length)
  for (const engine of engines) {
    await using database = await createDatabase(engine)
    await using target = await FuzzTarget.start(database)
    let warmMb = 0
    const { tried, failed, found } = await fuzz(target, {
      count,
      seed,
      onBatch: async done => {
        if (warmMb === 0 && done >= count / 5) warmMb = await target.heldMb()
        if (done % 5000 === 0) say(`fuzz: ${done} of ${count}, ${(await target.heldMb()).toFixed(0)} MB`)
      },
    })
    const endMb = await target.heldMb()
    const faults = found.map((fault, index) => {
      const file = join(folder, `${engine}-${index}.json`)
      writeFileSync(file, `${JSON.stringify(fault.example, null, 2)}\n`)
      return describeFault(fault, file)
    })
    if (endMb - warmMb > MAX_GROWTH_MB) faults.push(`memory grew from ${warmMb.toFixed(0)} to ${endMb.toFixed(0)} MB`)
    yield {
      what: 'inputs to every route and RPC, and raw bytes',
      engine,
      tried,
      survived: tried - failed,
      lost: failed,
      measured: { 'MB before': warmMb, 'MB after': endMb },
      faults,
    }
  }
}
