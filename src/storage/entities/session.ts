import { defineEntity, p } from '@mikro-orm/core'
import type { GeoLocation } from '../../domain/call/geo-location.ts'
import type { ReportReceipt } from '../../domain/stats/repeated-report.ts'
import { App } from './app.ts'
import { id, instant, json, rollUpIndex } from './columns.ts'
import { Conference } from './conference.ts'
import { Participant } from './participant.ts'

const SessionSchema = defineEntity({
  name: 'Session',
  tableName: 'session',
  properties: {
    id: id(),
    app: () => p.manyToOne(App).mapToPk(),
    conference: () => p.manyToOne(Conference).mapToPk(),
    participant: () => p.manyToOne(Participant).mapToPk(),
    constraints: json().nullable(),
    devices: json().nullable(),
    platform: json().nullable(),
    metadata: json().nullable(),
    geoIp: json<GeoLocation>(),
    /** The client's network address, as far as the configuration keeps it; null: nothing. */
    clientAddress: p.string().length(45).nullable(),
    appVersion: p.string().length(16).nullable(),
    webrtcSdk: p.string().length(16).nullable(),
    info: json<Record<string, unknown>>(),
    /** Start of the current run of connections; null when none is open. */
    callStart: instant().nullable(),
    endTime: instant().nullable(),
    /** Nobody reported the end: the conference was given up, or the page said `beforeunload` only. */
    endPresumed: p.boolean().default(false),
    /** Latest `beforeunload`. */
    leavingAt: instant().nullable(),
    /** Seconds from creation to end; 0 while it lasts. */
    duration: p.double().$type<number>().default(0),
    /** Receipts of recent track events and endings, so that a repeat of one is recognised after any restart. */
    receipts: json<ReportReceipt[]>(),
    /** Seconds that the session has added to its app's `durationsDays`, by day. */
    activeSeconds: json<Record<string, number>>(),
    /** Calls of getUserMedia and getDisplayMedia, and how many of them failed. */
    mediaRequests: p.integer().default(0),
    mediaFailures: p.integer().default(0),
    createdAt: instant(),
  },
  indexes: [
    {
      name: 'session_conference_id_participant_id_index',
      expression:
        'create index session_conference_id_participant_id_index on session (conference_id, participant_id) include (app_id)',
    },
    { properties: ['participant'] },
    { properties: ['app', 'createdAt', 'id'] },
    rollUpIndex(
      'session',
      'browser, os, country, region, city, latitude, longitude, browser_version, app_version, conference_id',
    ),
  ],
})

/**
 * One presence of a participant in a conference: a page load. Its table has further columns that the database fills in
 * from the JSON: what roll-ups count.
 */
export class Session extends SessionSchema.class {}
SessionSchema.setClass(Session)
