import type { EntityManager } from '@mikro-orm/postgresql'
import { prepared } from '../../storage/engine/prepared-statements.ts'
import { query } from '../../storage/engine/sql.ts'

const find = (table: 'conference' | 'participant') =>
  prepared(`
    select wanted.id as "sourceId", known.id from json_to_recordset($1::json) as wanted (id uuid, app_id uuid, external_id text)
      join ${table} known on known.app_id = wanted.app_id and known.external_id = wanted.external_id
     where known.id <> wanted.id`)

const statements = { conference: find('conference'), participant: find('participant') }

/** Ids of rows here whose `(app, external id)` rows of the source have under other ids, by the id there. */
export async function findNamesakes(
  em: EntityManager,
  table: 'conference' | 'participant',
  wanted: readonly { id: string; app_id: string; external_id: string }[],
): Promise<Map<string, string>> {
  if (wanted.length === 0) return new Map()
  const rows = await query<{ sourceId: string; id: string }>(em, statements[table], [JSON.stringify(wanted)])
  return new Map(rows.map(({ sourceId, id }) => [sourceId, id]))
}

const TRACKS = prepared(
  'select id, session_id as "sessionId", track_id as "trackId" from track where session_id = any($1::uuid[])',
)

/** Tracks of some sessions that are here already. */
export const findTracks = (
  em: EntityManager,
  sessionIds: readonly string[],
): Promise<{ id: string; sessionId: string; trackId: string }[]> => query(em, TRACKS, [sessionIds])
