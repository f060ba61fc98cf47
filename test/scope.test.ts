import { describe, expect, it } from 'vitest'
import { hiddenTables, scopedTables } from '../src/storage/access/scoped-reader.ts'
import { createDatabase, engines } from './support/database.ts'
import { startTestServer } from './support/test-server.ts'

describe.each(engines())('what reading operations see on %s', engine => {
  it('is decided for every table of the schema', async () => {
    await using database = await createDatabase(engine)
    await using server = await startTestServer(engine, {}, database)
    const tables = await server.rows<{ name: string }>(
      `select table_name as name from information_schema.tables
        where table_schema = 'public' and table_type = 'BASE TABLE' and table_name !~ '^event_(\\d{8}|default)$'`,
    )
    const decided = [...Object.keys(scopedTables), ...hiddenTables]
    expect(tables.map(({ name }) => name).sort()).toEqual(decided.sort())
  })
})
