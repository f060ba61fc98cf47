import type { EntityManager } from '@mikro-orm/postgresql'
import type { ConferenceRow, ConnectionRow, SessionRow, TrackRow } from '../../domain/lifecycle/call-rows.ts'
import { prepared } from '../engine/prepared-statements.ts'
import { query } from '../engine/sql.ts'
import type { EventRow } from '../events/event-row.ts'
import { eventRecords, insertEventsFrom } from '../events/insert-events.ts'
import { tellStored } from '../events/tell-stored.ts'
import { connectionRecords, updateConferencesFrom, updateConnectionsFrom, updateSessionsFrom } from './call-rows.ts'
import {
  derivedCodes,
  issueRecords,
  type NewIssue,
  raiseIssuesFrom,
  tellRaised,
  type WithdrawnIssue,
  withdrawIssuesFrom,
} from './issues.ts'
import { insertTracksFrom, updateTracksFrom } from './tracks.ts'

/** Result of events in calls whose rows are locked. */
export interface ChangedRows {
  events: readonly EventRow[]
  conferences: Iterable<ConferenceRow>
  sessions: Iterable<SessionRow>
  connections: Iterable<ConnectionRow>
  newTracks: Iterable<TrackRow>
  tracks: Iterable<TrackRow>
  withdrawn: readonly WithdrawnIssue[]
  raised: readonly NewIssue[]
}

/** One statement, one round trip; its parts are about different rows. */
const STORE = prepared(`
  with stored as (${insertEventsFrom('$1')}),
  conferences as (${updateConferencesFrom('$2')}),
  sessions as (${updateSessionsFrom('$3')}),
  connections as (${updateConnectionsFrom('$4')}),
  new_tracks as (${insertTracksFrom('$5')}),
  tracks as (${updateTracksFrom('$6')}),
  withdrawn as (${withdrawIssuesFrom('$7')}),
  raised as (${raiseIssuesFrom('$8', '$9')})
  select (select count(*)::int from stored) as stored,
         (select json_agg(json_build_object('code', code, 'type', type)) from raised where is_new) as raised`)

const json = (rows: Iterable<object>): string => JSON.stringify([...rows])

/** Stores what has changed. @returns how many of the events were not there before */
export async function storeChanges(em: EntityManager, changed: ChangedRows): Promise<number> {
  const [row] = await query<{ stored: number; raised: { code: string; type: string }[] | null }>(em, STORE, [
    eventRecords(changed.events),
    json(changed.conferences),
    json(changed.sessions),
    json(connectionRecords(changed.connections)),
    json(changed.newTracks),
    json(changed.tracks),
    json(changed.withdrawn),
    json(issueRecords(changed.raised)),
    derivedCodes,
  ])
  tellStored(changed.events)
  tellRaised(row?.raised ?? [])
  return row?.stored ?? 0
}
