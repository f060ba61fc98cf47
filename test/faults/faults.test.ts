import { describe, expect, it, onTestFinished } from 'vitest'
import { jumpClock } from '../../torture/faults/clock-jumps.ts'
import { fillEmbeddedDisk, fillPostgresDisk } from '../../torture/faults/full-disk.ts'
import { mountSmallDisk } from '../../torture/system/small-disk.ts'
import { createDatabase, engines } from '../support/database.ts'
import { findPostgresPrograms } from '../support/postgres-cluster.ts'

/** In MB: an empty database, and some of its WAL. */
const DISK_MB = 200

const survived = { lost: 0, faults: [] }

const plan = { clients: 16, answers: 100, fullMs: 500, leftBytes: 0 }

describe.each(engines())('a server on %s', engine => {
  it('whose disk is full refuses, loses nothing, and goes on when there is space', async context => {
    const disk = mountSmallDisk(DISK_MB)
    if (!disk) return context.skip('a small disk cannot be mounted without root')
    onTestFinished(() => disk[Symbol.dispose]())
    const programs = findPostgresPrograms()
    if (engine === 'embedded') expect(await fillEmbeddedDisk(disk, plan)).toMatchObject(survived)
    else if (programs) expect(await fillPostgresDisk(disk, programs, plan)).toMatchObject(survived)
    else context.skip("PostgreSQL's server programs are not installed")
  }, 90_000)
})

it.each(engines().slice(-1))(
  'a server on %s whose clock jumps by hours, both ways, loses and doubles nothing',
  async engine => {
    await using database = await createDatabase(engine)
    expect(await jumpClock({ engine, database, clients: 8, answers: 100 })).toMatchObject(survived)
  },
  60_000,
)
