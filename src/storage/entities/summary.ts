import { defineEntity, p } from '@mikro-orm/core'
import { instant, json } from './columns.ts'
import { Conference } from './conference.ts'

const SummarySchema = defineEntity({
  name: 'Summary',
  tableName: 'summary',
  properties: {
    conference: () => p.oneToOne(Conference).mapToPk().primary(),
    state: p.string().$type<'ongoing' | 'done' | 'error'>().length(8),
    /** Format of `data`; a summary of an older format is built anew. */
    version: p.smallint(),
    data: json().nullable(),
    builtAt: instant().nullable(),
  },
})

/** The reduced time series of an ended conference. */
export class Summary extends SummarySchema.class {}
SummarySchema.setClass(Summary)
