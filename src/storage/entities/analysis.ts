import { defineEntity, p } from '@mikro-orm/core'
import type { SavedTallies } from '../../domain/summary/participant-tallies.ts'
import { instant, json } from './columns.ts'
import { Conference } from './conference.ts'

const AnalysisSchema = defineEntity({
  name: 'Analysis',
  tableName: 'analysis',
  properties: {
    conference: () => p.oneToOne(Conference).mapToPk().primary(),
    /** Events received up to here are taken in. */
    position: instant(),
    state: json(),
    /** Tallies of each participant so far; null when the next run is to begin with the first event. */
    scores: json<SavedTallies>().nullable(),
  },
})

/** Progress of the analysis of an ongoing conference, so that any server can continue it. */
export class Analysis extends AnalysisSchema.class {}
AnalysisSchema.setClass(Analysis)
