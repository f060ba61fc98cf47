import { defineEntity, p } from '@mikro-orm/core'
import { id, instant, json } from './columns.ts'
import { Organization } from './organization.ts'

const AppSchema = defineEntity({
  name: 'App',
  tableName: 'app',
  properties: {
    id: id(),
    organization: () => p.manyToOne(Organization).mapToPk(),
    name: p.string().length(64),
    /** 32 characters `[a-z0-9]` with which SDKs and servers of the customer present themselves. */
    apiKey: p.string().length(32).unique(),
    /** Host name that pages must be served from; null or empty: any. */
    domain: p.string().length(255).nullable(),
    /** Period of stats reports, in ms. */
    interval: p.integer(),
    /** False: nothing is accepted from the SDKs of this app. */
    recording: p.boolean().default(true),
    /** Seconds of active connection per UTC day: `{"2026-05-05": 5400}`. */
    durationsDays: json<Record<string, number>>(),
    /** Thresholds of findings that differ from the defaults, by name. */
    thresholds: json<Record<string, number>>(),
    /** Days after which its calls are deleted; null: the server's own limit. */
    retentionDays: p.integer().nullable(),
    /** When the key was last replaced: SDK tokens that are older came of another key. */
    keyResetAt: instant().nullable(),
    isActive: p.boolean().default(true),
    createdAt: instant(),
  },
  indexes: [{ properties: ['organization'] }],
})

/** A product that reports calls: holds the API key and owns conferences and participants. */
export class App extends AppSchema.class {}
AppSchema.setClass(App)
