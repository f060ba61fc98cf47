import { defineEntity, p } from '@mikro-orm/core'
import type { CallVerdict } from '../../domain/summary/call-verdict.ts'
import { instant, json } from './columns.ts'
import { Conference } from './conference.ts'

const SummarySchema = defineEntity({
  name: 'Summary',
  tableName: 'summary',
  properties: {
    conference: () => p.oneToOne(Conference).mapToPk().primary(),
    state: p.string().$type<'ongoing' | 'done' | 'error'>().length(8),
    /** Format of the chunks; a summary of an older format is built anew. */
    version: p.smallint(),
    /** The build whose chunks count; another one may be under way. */
    build: p.uuid().nullable(),
    verdict: json<CallVerdict>().nullable(),
    builtAt: instant().nullable(),
    /** Raw reports up to this event time were deleted once the summary was there; null for none. */
    reportsDeletedUntil: instant().nullable(),
  },
})

/** The reduced time series of an ended conference, and what it comes to. */
export class Summary extends SummarySchema.class {}
SummarySchema.setClass(Summary)

const SummaryChunkSchema = defineEntity({
  name: 'SummaryChunk',
  tableName: 'summary_chunk',
  properties: {
    conference: () => p.manyToOne(Conference).mapToPk().primary().updateRule('cascade').deleteRule('cascade'),
    build: p.uuid().primary(),
    number: p.integer().primary(),
    /** Some snapshots in time order: a JSON array as a zstd frame. */
    snapshots: p.blob(),
    snapshotCount: p.integer(),
  },
})

/** A part of a summary: a long call has more snapshots than a row, or a process, should hold. */
export class SummaryChunk extends SummaryChunkSchema.class {}
SummaryChunkSchema.setClass(SummaryChunk)
