import { MikroORM as PostgresORM } from '@mikro-orm/postgresql'
import { describe, expect, inject, it } from 'vitest'
import { entities } from '../src/storage/entities/index.ts'
import { createDatabase } from './support/database.ts'
import { startTestServer } from './support/test-server.ts'

describe.runIf(inject('postgresUrl'))('the schema', () => {
  it('is what the entities say', async () => {
    await using database = await createDatabase('postgres')
    await using server = await startTestServer('postgres', {}, database)
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
    const orm = await PostgresORM.init({ entities, clientUrl: database.config.databaseUrl ?? '' })
    try {
      const statements = await orm.schema.getUpdateSchemaSQL({ safe: true, wrap: false, dropTables: false })
      expect(statements.trim()).toBe('')
    } finally {
      await orm.close()
    }
  })
})
