import type { Engine } from '../../test/support/database.ts'
import { findPostgresPrograms } from '../../test/support/postgres-cluster.ts'
import { attempt } from '../attempt.ts'
import type { Setting, Trial } from '../part.ts'
import { startOwnCluster } from '../system/own-cluster.ts'
import { mountSmallDisk } from '../system/small-disk.ts'
import { jumpClock } from './clock-jumps.ts'
import { fillEmbeddedDisk, fillPostgresDisk } from './full-disk.ts'
import { killServer, killSupervisor, killWorkers, stopServer } from './kills.ts'
import { freezePostgres, killPostgres } from './outages.ts'
import { raceServers } from './races.ts'

/** In MB: an empty cluster, and room for some WAL. */
const DISK_MB = 200

/** Faults under load; clients keep every acknowledgement. */
export async function* faultsPart(setting: Setting): AsyncGenerator<Trial> {
  const { engines, isQuick, createDatabase } = setting
  const times = isQuick ? 2 : 6
  for (const engine of engines) {
    for (const fail of [killServer, stopServer, jumpClock]) {
      await using database = await createDatabase(engine)
      yield await attempt(fail.name, engine, () => fail({ engine, database, times }))
    }
  }
  if (engines.includes('postgres')) yield* faultsOfGroups(setting, times)
  for (const engine of engines) yield* fullDisk(engine, setting)
}

async function* faultsOfGroups({ createDatabase, isQuick, say }: Setting, times: number): AsyncGenerator<Trial> {
  for (const fail of [killWorkers, killSupervisor]) {
    await using database = await createDatabase('postgres')
    yield await attempt(fail.name, 'postgres', () => fail({ engine: 'postgres', database, times: times + 1 }))
  }
  await using racing = await createDatabase('postgres')
  yield await attempt('races', 'postgres', () => raceServers(racing, { rounds: isQuick ? 10 : 60 }))
  const programs = findPostgresPrograms()
  if (!programs) return say("faults: PostgreSQL's server programs are not installed")
  for (const [fail, outageMs] of [
    [killPostgres, isQuick ? 5000 : 60_000],
    [freezePostgres, isQuick ? 8000 : 30_000],
  ] as const) {
    await using cluster = await startOwnCluster(programs)
    yield await attempt(fail.name, 'postgres', () => fail(cluster, { outageMs }))
  }
}

async function* fullDisk(engine: Engine, { isQuick, say }: Setting): AsyncGenerator<Trial> {
  using disk = mountSmallDisk(DISK_MB)
  if (!disk) return say('faults: a small disk cannot be mounted without root')
  const plan = { fullMs: isQuick ? 3000 : 20_000 }
  if (engine === 'embedded') return yield await attempt('full disk', engine, () => fillEmbeddedDisk(disk, plan))
  const programs = findPostgresPrograms()
  if (programs) yield await attempt('full disk', engine, () => fillPostgresDisk(disk, programs, plan))
}
