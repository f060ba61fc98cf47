import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { connectPages } from '../../test/operations/support/page.ts'
import { compareWithStored, storedOf } from '../../test/operations/support/stored-acknowledged.ts'
import type { Engine, TestDatabase } from '../../test/support/database.ts'
import { startServerProcess } from '../../test/support/server-process.ts'
import type { Trial } from '../part.ts'
import { heldMb, INSPECTABLE } from '../system/held-memory.ts'
import { residentMb } from '../system/memory.ts'
import type { AttackName, AttackTarget } from './attacks.ts'
import { type HonestResult, startHonestClients } from './honest-clients.ts'

const NAME = 'honest'

const PAGES = 20

/** Reports of an honest page: a tenth of what an address may send. */
const INTERVAL_MS = 100

/** What honest clients may wait while others attack, in ms; on a machine that is busy with other things, twice what they wait alone. */
const maxP99 = (alone: number): number => Math.max(250, 2 * alone)

/** Memory that is held after an attack when this is more than before, in MB, has the attack repeated. */
const KEPT_MB = 50

/** The allocator keeps once what an attack made it take; the next attack may add no more than this, in MB. */
const MAX_GROWTH_MB = 30

/** Requests of honest clients that are awaited beyond the time of an attack, on a busy machine. */
const MIN_OUTCOMES = 2 * PAGES
const OUTCOME_LIMIT_MS = 20_000

/** Attacks are under way after this, in ms. */
const BEGIN_LIMIT_MS = 20_000

export interface AttackPlan {
  engine: Engine
  database: TestDatabase
  isQuick: boolean
  /** Of the attack; honest clients are alone before it for a third of that. */
  attackMs: number
  /** Time for the server to let go of what the attack made it hold. */
  calmMs: number
}

/** Attacks a server, limited as it is by default, beside honest clients. @param names all at once */
export async function withstand(names: readonly AttackName[], plan: AttackPlan): Promise<Trial> {
  const { database, attackMs, calmMs, isQuick } = plan
  await using server = await startServerProcess(database, { RATE_LIMIT_PER_MINUTE: '2000', ...INSPECTABLE })
  const pages = await connectPages(server.api, NAME, PAGES)
  const honest = startHonestClients(server.api, pages, { intervalMs: INTERVAL_MS })
  await delay(attackMs / 3)
  await honest.settled(MIN_OUTCOMES, OUTCOME_LIMIT_MS)
  const alone = honest.take()
  const beforeMb = await heldMb(server)
  let hasEnded = false
  void server.exited.then(() => {
    hasEnded = true
  })
  const target: AttackTarget = { url: server.url, token: pages[0]?.page.token ?? '', isQuick }
  const attackers = await startAttackers(names, target)
  const beginning = honest.take()
  await delay(attackMs)
  await honest.settled(MIN_OUTCOMES, OUTCOME_LIMIT_MS)
  const attacked = honest.take()
  const peakMb = residentMb(server.pid)
  await Promise.all(attackers.map(attacker => attacker.terminate()))
  await delay(calmMs)
  const calm = honest.take()
  const hasCrashed = hasEnded
  const afterMb = hasCrashed ? 0 : await heldMb(server)
  let againMb = afterMb
  if (afterMb - beforeMb > KEPT_MB) {
    const repeated = await startAttackers(names, target)
    await delay(attackMs)
    await Promise.all(repeated.map(attacker => attacker.terminate()))
    await delay(calmMs)
    againMb = await heldMb(server)
  }
  await honest.stop()
  const last = honest.take()
  await server.stop()
  const stats = [alone, beginning, attacked, calm, last].flatMap(({ acknowledged }) => acknowledged)
  const { lost, doubled } = compareWithStored({ stats, tracks: [], users: [] }, await storedOf(database, NAME))
  const refused = refusals(attacked)
  const tried = attacked.acknowledged.length + refused
  return {
    what: names.join(', '),
    engine: plan.engine,
    tried,
    survived: attacked.acknowledged.length,
    lost: refused + lost.length + doubled.length,
    measured: {
      'p99 ms alone': alone.latency.p99,
      attacked: attacked.latency.p99,
      afterwards: calm.latency.p99,
      'MB before': beforeMb,
      peak: peakMb,
      after: afterMb,
      'after another': againMb,
    },
    faults: [
      ...(hasCrashed ? ['the server ended'] : []),
      ...[...attacked.refused].map(([outcome, count]) => `honest clients got ${outcome}, ${count} times`),
      ...[...calm.refused].map(([outcome, count]) => `honest clients got ${outcome} after the attack, ${count} times`),
      ...(lost.length > 0 ? [`${lost.length} acknowledged reports are lost`] : []),
      ...(doubled.length > 0 ? [`${doubled.length} reports are stored twice`] : []),
      ...(attacked.latency.p99 > maxP99(alone.latency.p99)
        ? [`p99 of honest clients is ${attacked.latency.p99.toFixed(0)} ms`]
        : []),
      ...(againMb - afterMb > MAX_GROWTH_MB
        ? [`memory grows with each attack: ${[beforeMb, afterMb, againMb].map(mb => mb.toFixed(0)).join(', ')} MB`]
        : []),
    ],
  }
}

/** Resolves when all are under way. */
async function startAttackers(names: readonly AttackName[], target: AttackTarget): Promise<Worker[]> {
  const attackers = names.map(
    name => new Worker(new URL('./attacker.ts', import.meta.url), { workerData: { name, target } }),
  )
  await Promise.race([Promise.all(attackers.map(attacker => once(attacker, 'message'))), delay(BEGIN_LIMIT_MS)])
  return attackers
}

const refusals = ({ refused }: HonestResult): number => [...refused.values()].reduce((sum, count) => sum + count, 0)
