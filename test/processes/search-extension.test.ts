import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { describe, expect, inject, it } from 'vitest'
import { createDatabase } from '../support/database.ts'
import { databaseEnvironment, runServerProcess } from '../support/server-process.ts'

describe.runIf(inject('postgresUrl'))('a database user who may not create the extension of the search', () => {
  it('is told so at the start', async () => {
    await using database = await createDatabase('postgres', { migrated: false })
    const admin = new pg.Client({ connectionString: database.config.databaseUrl ?? '' })
    await admin.connect()
    const role = `peermetrics_test_${randomUUID().slice(0, 8)}`
    try {
      await admin.query(`create role ${role} login password '${role}'`)
      await admin.query(`grant create, usage on schema public to ${role}`)
      const url = new URL(database.config.databaseUrl ?? '')
      url.username = role
      url.password = role
      const config = { ...database.config, databaseUrl: url.href }
      const exit = await runServerProcess(databaseEnvironment({ ...database, config }))
      expect(exit.code).toBe(1)
      expect(exit.stderr).toContain('may not create the extension pg_trgm')
    } finally {
      await admin.query(`drop owned by ${role}`)
      await admin.query(`drop role ${role}`)
      await admin.end()
    }
  })
})
