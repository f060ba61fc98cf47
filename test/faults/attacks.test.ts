import { expect, it } from 'vitest'
import { withstand } from '../../torture/attacks/attack.ts'
import type { AttackName } from '../../torture/attacks/attacks.ts'
import { evadeRateLimit } from '../../torture/attacks/rate-evasion.ts'
import { createDatabase, lightEngine } from '../support/database.ts'

const attacks: [string, AttackName[]][] = [
  [
    'hold on to connections and room',
    ['slow headers', 'slow bodies', 'announced bodies', 'announced bodies on streams', 'idle HTTP/2 connections'],
  ],
  ['send what is cancelled or never ends', ['rapid reset', 'CONTINUATION flood']],
]

// How long honest clients wait is a matter of `npm run torture`: here only that they are served.
it.each(attacks)(
  'honest clients are served while others %s',
  async (_what, names) => {
    const engine = lightEngine()
    await using database = await createDatabase(engine)
    const { tried, lost } = await withstand(names, { engine, database, isQuick: true, attackMs: 1500, calmMs: 500 })
    expect(tried).toBeGreaterThan(0)
    expect(lost).toBe(0)
  },
  60_000,
)

it('the rate limit holds for one address, over many connections and whatever addresses it claims', async () => {
  const engine = lightEngine()
  await using database = await createDatabase(engine)
  expect(await evadeRateLimit(engine, database, { requests: 500, workers: '1' })).toMatchObject({
    lost: 0,
    faults: [],
  })
}, 60_000)
