import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Trial } from '../part.ts'
import { type Plan, survive } from './survive.ts'

const HOUR_MS = 60 * 60 * 1000

/** How far the clock is off, one after the other. */
const OFFSETS_MS = [HOUR_MS, -HOUR_MS, 3 * HOUR_MS, 0]

const PRELOAD = new URL('./shifted-clock.ts', import.meta.url).href

/** The clock of the server jumps, the one of PostgreSQL does not. */
export async function jumpClock(plan: Omit<Plan, 'what'>): Promise<Trial> {
  const file = join(plan.database.config.dataDir, 'clock')
  const environment = { NODE_OPTIONS: `--import=${PRELOAD}`, CLOCK_FILE: file }
  return await survive({ ...plan, what: 'the clock jumps by hours, both ways', environment }, async ({ load }) => {
    for (const offset of OFFSETS_MS) {
      writeFileSync(file, String(offset))
      await delay(100)
      await load.answered(100)
    }
  })
}
