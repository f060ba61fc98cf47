import { setTimeout as delay } from 'node:timers/promises'
import type { Trial } from '../part.ts'
import { clusterDatabase, createTortureDatabase } from '../system/databases.ts'
import { startOwnCluster } from '../system/own-cluster.ts'
import type { SmallDisk } from '../system/small-disk.ts'
import { type Plan, type Rig, survive } from './survive.ts'

type DiskPlan = Pick<Plan, 'clients' | 'answers'> & {
  /** How long the disk stays full, in ms. */
  fullMs: number
  /** Space that is left when it is filled, in bytes: what comes in takes it. */
  leftBytes?: number | undefined
}

const LEFT_BYTES = 2 * 1024 * 1024

/** The rest is taken after this at the latest, in ms. */
const FILL_LIMIT_MS = 20_000

const what = 'the disk is full'

/** A cluster whose whole data folder is on the disk. */
export async function fillPostgresDisk(
  disk: SmallDisk,
  programs: string,
  { fullMs, leftBytes, ...plan }: DiskPlan,
): Promise<Trial> {
  await using cluster = await startOwnCluster(programs, disk.path)
  await using database = clusterDatabase(cluster.url)
  return await survive({ ...plan, what, engine: 'postgres', database, environment: { WORKERS: '2' } }, async rig => {
    await fillAndWait(disk, rig, { fullMs, leftBytes })
    disk.free()
    // It ends when it cannot even write its log.
    await cluster.start()
  })
}

/** The data folder of an embedded database; the process may end, and is then started again as service managers do. */
export async function fillEmbeddedDisk(disk: SmallDisk, { fullMs, leftBytes, ...plan }: DiskPlan): Promise<Trial> {
  await using database = await createTortureDatabase('embedded', disk.path)
  return await survive({ ...plan, what, engine: 'embedded', database, mayBreak: true }, async rig => {
    await fillAndWait(disk, rig, { fullMs, leftBytes })
    disk.free()
    const ended = await Promise.race([rig.server().exited, delay(2000)])
    if (ended) await rig.restart()
  })
}

async function fillAndWait(
  disk: SmallDisk,
  { load, blame }: Rig,
  { fullMs, leftBytes = LEFT_BYTES }: Pick<DiskPlan, 'fullMs' | 'leftBytes'>,
): Promise<void> {
  disk.fill(leftBytes)
  const refused = load.refused(1).then(() => true)
  if (!(await Promise.race([refused, delay(FILL_LIMIT_MS, false)]))) disk.fill(0)
  if (!(await Promise.race([refused, delay(FILL_LIMIT_MS, false)]))) return blame('nothing was refused on a full disk')
  await delay(fullMs)
}
