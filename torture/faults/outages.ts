import { setTimeout as delay } from 'node:timers/promises'
import type { PostgresCluster } from '../../test/support/postgres-cluster.ts'
import type { Trial } from '../part.ts'
import { clusterDatabase } from '../system/databases.ts'
import { type Plan, survive } from './survive.ts'

type OutagePlan = Pick<Plan, 'clients' | 'answers'> & { outageMs: number }

const GROUP = { WORKERS: '2' }

/** Beyond the outage. */
const PATIENCE_MS = 60_000

async function outage(
  cluster: PostgresCluster,
  what: string,
  { outageMs, ...plan }: OutagePlan,
  fail: (load: { refused(count: number): Promise<void> }) => Promise<void>,
): Promise<Trial> {
  await using database = clusterDatabase(cluster.url)
  const patienceMs = outageMs + PATIENCE_MS
  return await survive({ ...plan, what, engine: 'postgres', database, environment: GROUP, patienceMs }, ({ load }) =>
    fail(load),
  )
}

/** Kills PostgreSQL, and starts it again after a while. */
export const killPostgres = (cluster: PostgresCluster, plan: OutagePlan): Promise<Trial> =>
  outage(cluster, `PostgreSQL is killed and away for ${plan.outageMs / 1000} s`, plan, async load => {
    await cluster.kill()
    await load.refused(1)
    await delay(plan.outageMs)
    await cluster.start()
  })

/** Keeps PostgreSQL from answering for a while. */
export const freezePostgres = (cluster: PostgresCluster, plan: OutagePlan): Promise<Trial> =>
  outage(cluster, `PostgreSQL stands still for ${plan.outageMs / 1000} s`, plan, async () => {
    cluster.freeze()
    await delay(plan.outageMs)
    cluster.thaw()
  })
