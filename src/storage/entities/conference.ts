import { defineEntity, p } from '@mikro-orm/core'
import type { QualityVerdict } from '../../domain/issues/quality.ts'
import { App } from './app.ts'
import { id, instant, json, prefixIndex, trigramIndex } from './columns.ts'

const ConferenceSchema = defineEntity({
  name: 'Conference',
  tableName: 'conference',
  properties: {
    id: id(),
    app: () => p.manyToOne(App).mapToPk(),
    /** The id that the application gave the call; unique in its app. */
    externalId: p.string().length(64),
    name: p.string().length(64).nullable(),
    info: json<Record<string, unknown>>(),
    /** Of the first connection ever; set once. */
    startTime: instant().nullable(),
    /** Of the first connection of the current run of the call; null when no connection is open. */
    callStart: instant().nullable(),
    endTime: instant().nullable(),
    /** When it was ended because nothing was reported any more; null when its end was reported. */
    sweptAt: instant().nullable(),
    ongoing: p.boolean().default(false),
    /** Seconds in which the call had connections; gaps between runs do not count. */
    duration: p.double().$type<number>().default(0),
    /** Verdict on the call; of an ongoing one so far. Null when there was nothing to judge, and before it was judged. */
    verdict: json<QualityVerdict>().nullable(),
    createdAt: instant(),
  },
  indexes: [
    { properties: ['app', 'createdAt', 'id'] },
    {
      name: 'conference_app_id_quality_created_at_id_index',
      expression:
        'create index conference_app_id_quality_created_at_id_index on conference (app_id, quality, created_at, id)',
    },
    {
      name: 'conference_ongoing_index',
      expression: 'create index conference_ongoing_index on conference (id) where ongoing',
    },
    prefixIndex('conference', 'external_id', { unique: true }),
    prefixIndex('conference', 'name'),
    trigramIndex('conference', 'external_id'),
    trigramIndex('conference', 'name'),
  ],
})

/**
 * A call. A reused external id continues the same conference. `quality` and `verdict_code` are columns that the database
 * fills in from the verdict.
 */
export class Conference extends ConferenceSchema.class {}
ConferenceSchema.setClass(Conference)
