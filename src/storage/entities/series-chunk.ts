import { defineEntity, p } from '@mikro-orm/core'
import type { PairSpan } from '../../domain/series/series-block.ts'
import { json } from './columns.ts'
import { Conference } from './conference.ts'
import { Connection } from './connection.ts'

const SeriesChunkSchema = defineEntity({
  name: 'SeriesChunk',
  tableName: 'series_chunk',
  properties: {
    conference: () => p.manyToOne(Conference).mapToPk().primary().updateRule('cascade').deleteRule('cascade'),
    /** Of the summary that it belongs to. */
    build: p.uuid().primary(),
    connection: () => p.manyToOne(Connection).mapToPk().primary().updateRule('cascade').deleteRule('cascade'),
    number: p.integer().primary(),
    /** Some intervals in order of time, packed. */
    series: p.blob(),
    /** Candidate pairs that were selected in them. */
    pairs: json<PairSpan[]>(),
  },
  indexes: [{ properties: ['connection'] }],
})

/** Time series of a connection of an ended conference. */
export class SeriesChunk extends SeriesChunkSchema.class {}
SeriesChunkSchema.setClass(SeriesChunk)
