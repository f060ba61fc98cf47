import type { EntityManager } from '@mikro-orm/postgresql'
import type { PairSpan, SeriesColumns } from '../../domain/series/series-block.ts'
import type { ScopedReader } from '../access/scoped-reader.ts'
import { query } from '../engine/sql.ts'
import { packSeries, unpackSeries } from './packed-series.ts'

/** Stores the next intervals of a connection; those of one that was deleted meanwhile are left out. */
export async function addSeriesChunk(
  em: EntityManager,
  { conferenceId, build, connectionId, number }: SeriesPlace & { connectionId: string; number: number },
  series: SeriesColumns,
): Promise<void> {
  await query(
    em,
    `insert into series_chunk (conference_id, build, connection_id, number, series, pairs)
     select $1::uuid, $2::uuid, id, $4::int, $5::bytea, $6::jsonb from connection where id = $3`,
    [conferenceId, build, connectionId, number, packSeries(series), JSON.stringify(series.pairs)],
  )
}

interface SeriesPlace {
  conferenceId: string
  build: string
}

/** Takes the chunks of an earlier build over into a new one. @returns how many */
export async function copySeriesChunks(
  em: EntityManager,
  { conferenceId, build, from }: SeriesPlace & { from: string },
): Promise<number> {
  const rows = await query(
    em,
    `insert into series_chunk (conference_id, build, connection_id, number, series, pairs)
     select conference_id, $2, connection_id, (row_number() over (order by number) - 1)::int, series, pairs
       from series_chunk where conference_id = $1 and build = $3
     returning number`,
    [conferenceId, build, from],
  )
  return rows.length
}

/** Deletes the chunks of all builds but one. */
export async function deleteOtherSeries(em: EntityManager, { conferenceId, build }: SeriesPlace): Promise<void> {
  await query(em, 'delete from series_chunk where conference_id = $1 and build <> $2', [conferenceId, build])
}

/** The intervals of a connection in order of time, one chunk in memory at a time. */
export async function* readSeries(
  reader: ScopedReader,
  { conferenceId, build, connectionId }: SeriesPlace & { connectionId: string },
): AsyncGenerator<SeriesColumns, void, undefined> {
  for (let last = -1; ; ) {
    const [chunk] = await reader.query<{ number: number; series: Uint8Array; pairs: PairSpan[] }>(
      `select number, series, pairs from series_chunk
        where conference_id = $1 and build = $2 and connection_id = $3 and number > $4 order by number limit 1`,
      [conferenceId, build, connectionId, last],
    )
    if (!chunk) return
    yield unpackSeries(chunk.series, chunk.pairs)
    last = chunk.number
  }
}
