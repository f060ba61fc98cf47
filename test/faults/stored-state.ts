import type { TestServer } from '../support/test-server.ts'

/** What a refusal may change: the attempts themselves are counted. */
const exceptions = ['sign_in_attempt']

/** A fingerprint of the rows of each table, of all that the server stores. */
export async function storedState(server: TestServer): Promise<Record<string, string>> {
  const tables = await server.rows<{ name: string }>(
    `select relname as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition order by relname`,
  )
  const parts = tables
    .filter(({ name }) => !exceptions.includes(name))
    .map(({ name }) => {
      const rows = `string_agg(stored::text, '|' order by stored::text)`
      return `select '${name}' as name, count(*) || ' ' || coalesce(md5(${rows}), '') as state from "${name}" stored`
    })
  const states = await server.rows<{ name: string; state: string }>(parts.join(' union all '))
  return Object.fromEntries(states.map(({ name, state }) => [name, state]))
}
