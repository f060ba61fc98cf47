import type { Read } from './table-copy.ts'

/** Rows of a table of a call in one order; the text of a row is the same in every database of ours. */
const rowsOf = (table: string, key: string, condition = 'conference_id = call.id') =>
  `(select string_agg(md5(t::text), '' order by ${key}) from ${table} t where ${condition})`

const DIGESTS = `
  select call.id, md5(concat_ws(' ', call::text,
         ${rowsOf('conference_participant', 'participant_id')}, ${rowsOf('session', 'id')}, ${rowsOf('connection', 'id')},
         ${rowsOf('track', 'id', 'session_id in (select id from session where conference_id = call.id)')},
         ${rowsOf('issue', 'id')}, ${rowsOf('summary', 'conference_id')}, ${rowsOf('summary_chunk', 'build, number')},
         ${rowsOf('series_chunk', 'build, connection_id, number')},
         ${rowsOf('event', 'id')})) as digest
    from conference call where id = any($1::uuid[])`

/** A digest over everything of each of some calls. */
export async function callDigests(read: Read, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await read<{ id: string; digest: string }>(DIGESTS, [ids])
  return new Map(rows.map(({ id, digest }) => [id, digest]))
}
