import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { describeFault, fuzz } from '../../torture/fuzz/fuzz.ts'
import { FuzzTarget } from '../../torture/fuzz/target.ts'
import { SEED } from '../bad-input/garbage.ts'
import { createDatabase, engines } from '../support/database.ts'

const COUNT = 2000

// Which engine is behind it decides nothing here: the last one is the fastest.
it.each(engines().slice(-1))(
  `a server on %s answers ${COUNT} inputs to every route and RPC, and is sound afterwards (seed ${SEED})`,
  async engine => {
    await using database = await createDatabase(engine)
    await using target = await FuzzTarget.start(database)
    const { tried, found } = await fuzz(target, { count: COUNT, seed: SEED })
    const folder = found.length > 0 ? mkdtempSync(join(tmpdir(), 'peermetrics-fuzz-')) : ''
    const messages = found.map((fault, index) => {
      const file = join(folder, `${index}.json`)
      writeFileSync(file, JSON.stringify(fault.example, null, 2))
      return describeFault(fault, file)
    })
    expect(messages).toEqual([])
    expect(tried).toBe(COUNT)
  },
  300_000,
)
