import type { EntityManager } from '@mikro-orm/postgresql'
import { prepared } from '../engine/prepared-statements.ts'
import { query } from '../engine/sql.ts'

/** A conference or participant as its app knows it. */
export interface ExternalRef {
  /** Used when the row does not exist yet. */
  id: string
  appId: string
  externalId: string
  /** Undefined leaves the name alone. */
  name: string | undefined
  createdAt: Date
}

/** Rows that exist under an external id. */
export interface ExistingRow {
  id: string
  name: string | null
}

interface ExistingRowWithKey extends ExistingRow {
  appId: string
  externalId: string
}

type Table = 'conference' | 'participant'

/** One round trip, whether or not the rows are there; none of what another transaction makes at the same time. */
const findOrMake = (table: Table, extra: { column: string; value: string } | null) =>
  prepared(`
  with wanted as materialized (
    select * from json_to_recordset($1::json)
      as wanted(id uuid, "appId" uuid, "externalId" text, name text, "createdAt" timestamptz)),
  found as materialized (
    select ${table}.id, app_id, external_id, ${table}.name
      from wanted join ${table} on app_id = "appId" and external_id = "externalId"),
  made as (
    insert into ${table} (id, app_id, external_id, name, created_at${extra ? `, ${extra.column}` : ''})
    select id, "appId", "externalId", name, "createdAt"${extra ? `, ${extra.value}` : ''} from wanted
     where not exists (select from found where app_id = "appId" and external_id = "externalId")
     order by "appId", "externalId"
    on conflict (app_id, external_id) do nothing
    returning id, app_id, external_id, name)
  select id, app_id as "appId", external_id as "externalId", name from found
   union all select id, app_id, external_id, name from made`)

const statements = {
  conference: findOrMake('conference', { column: 'info', value: "'{}'" }),
  participant: findOrMake('participant', null),
}

const keyOf = ({ appId, externalId }: { appId: string; externalId: string }) => `${appId} ${externalId}`

/** Finds what the apps know by some external ids, or makes it: one row for each, however often it is named. */
async function findOrCreate(em: EntityManager, table: Table, rows: readonly ExternalRef[]): Promise<ExistingRow[]> {
  const known = new Map<string, ExistingRow>()
  // What was made by others meanwhile is seen by the second statement.
  for (let attempt = 1; attempt <= 2; attempt++) {
    const wanted = new Map<string, ExternalRef>()
    for (const row of rows) {
      const key = keyOf(row)
      if (!known.has(key) && !wanted.has(key)) wanted.set(key, row)
    }
    if (wanted.size === 0) break
    const found = await query<ExistingRowWithKey>(em, statements[table], [JSON.stringify([...wanted.values()])])
    for (const { id, name, ...key } of found) known.set(keyOf(key), { id, name })
  }
  return rows.map(row => {
    const found = known.get(keyOf(row))
    if (!found) throw new Error(`${table} ${row.externalId} vanished while it was made`)
    return found
  })
}

/** Those of some rows that are called something else by now, in the order in which rows are locked. */
const renamed = (rows: readonly ExternalRef[], known: readonly ExistingRow[]): { id: string; name: string }[] =>
  rows
    .flatMap(({ name }, index) => {
      const { id, name: before } = known[index] as ExistingRow
      return name === undefined || name === before ? [] : [{ id, name }]
    })
    .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))

/** The conferences of some external ids; the same call initialised twice at once makes one. Their names stay. */
export const findOrCreateConferences = (em: EntityManager, rows: readonly ExternalRef[]): Promise<ExistingRow[]> =>
  findOrCreate(em, 'conference', rows)

/** The participants of some external ids. Their names stay. */
export const findOrCreateParticipants = (em: EntityManager, rows: readonly ExternalRef[]): Promise<ExistingRow[]> =>
  findOrCreate(em, 'participant', rows)

/** Gives a conference the name that it has by now. */
export async function renameConference(em: EntityManager, row: ExternalRef, known: ExistingRow): Promise<void> {
  for (const { id, name } of renamed([row], [known])) {
    await query(em, 'update conference set name = $2 where id = $1', [id, name])
  }
}

/** Gives participants the names that they have by now. */
export async function renameParticipants(
  em: EntityManager,
  rows: readonly ExternalRef[],
  known: readonly ExistingRow[],
): Promise<void> {
  for (const { id, name } of renamed(rows, known)) {
    await query(em, 'update participant set name = $2 where id = $1', [id, name])
  }
}

/** That a participant is in a conference. */
export interface Link {
  conferenceId: string
  participantId: string
}

/** @param source rows with a `conferenceId` and a `participantId` each */
export const linkFrom = (source: string): string => `
  insert into conference_participant (conference_id, participant_id)
  select distinct "conferenceId", "participantId" from ${source} order by 1, 2
  on conflict do nothing`

const LINK = prepared(linkFrom('json_to_recordset($1::json) as link("conferenceId" uuid, "participantId" uuid)'))

export async function linkParticipants(em: EntityManager, links: readonly Link[]): Promise<void> {
  await query(em, LINK, [JSON.stringify(links)])
}

const APPS_OF_LINKS = prepared(`
  select conference.id as "conferenceId", participant.id as "participantId", conference.app_id as "appId",
         participant.app_id as "appOfParticipant"
    from json_to_recordset($1::json) as link("conferenceId" uuid, "participantId" uuid)
    join conference on conference.id = "conferenceId"
    join participant on participant.id = "participantId"`)

/**
 * The apps of some conferences, each with a participant of the same app; undefined where one of both does not exist, or is
 * another app's.
 */
export async function appsOfLinks(em: EntityManager, links: readonly Link[]): Promise<(string | undefined)[]> {
  const rows = await query<Link & { appId: string; appOfParticipant: string }>(em, APPS_OF_LINKS, [
    JSON.stringify(links),
  ])
  const own = rows.filter(({ appId, appOfParticipant }) => appId === appOfParticipant)
  const apps = new Map(own.map(row => [linkKey(row), row.appId]))
  return links.map(link => apps.get(linkKey(link)))
}

export const linkKey = ({ conferenceId, participantId }: Link): string => `${conferenceId} ${participantId}`

/** Reference to a participant by id, or by the external id of the application. */
export interface ParticipantRef {
  conferenceId: string
  id: string | undefined
  externalId: string
}

const IN_CONFERENCES = prepared(`
  select distinct on (place) place, participant.id
    from json_to_recordset($1::json) as wanted(place int, "conferenceId" uuid, id uuid, "externalId" text)
    join conference_participant link on link.conference_id = wanted."conferenceId"
    join participant on participant.id = link.participant_id
     and (participant.id = wanted.id or participant.external_id = wanted."externalId")
   order by place, participant.id = wanted.id desc nulls last`)

/** The participants of some conferences with some ids or, failing that, external ids; undefined where there is none. */
export async function findParticipantsInConferences(
  em: EntityManager,
  wanted: readonly ParticipantRef[],
): Promise<(string | undefined)[]> {
  const places = JSON.stringify(wanted.map((one, place) => ({ ...one, place })))
  const rows = await query<{ place: number; id: string }>(em, IN_CONFERENCES, [places])
  const ids = new Map(rows.map(({ place, id }) => [place, id]))
  return wanted.map((_, place) => ids.get(place))
}

/** Marks participants as SFUs on a peer's word, which counts only while they have no session of their own. */
export async function markAsSfus(em: EntityManager, participantIds: readonly string[]): Promise<void> {
  if (participantIds.length === 0) return
  await query(
    em,
    `update participant set is_sfu = true
      where id = any($1::uuid[]) and not is_sfu and not exists (select from session where participant_id = participant.id)`,
    [participantIds],
  )
}

/** Ids of the participants of a conference that are SFUs. */
export async function sfusOf(em: EntityManager, conferenceId: string): Promise<string[]> {
  const rows = await query<{ id: string }>(
    em,
    `select participant.id
       from conference_participant link join participant on participant.id = link.participant_id
      where link.conference_id = $1 and participant.is_sfu`,
    [conferenceId],
  )
  return rows.map(({ id }) => id)
}

/** Names of the participants of a conference by id: those that the application gave, else their external ids. */
export async function participantNames(em: EntityManager, conferenceId: string): Promise<ReadonlyMap<string, string>> {
  const rows = await query<{ id: string; name: string | null; externalId: string }>(
    em,
    `select participant.id, participant.name, participant.external_id as "externalId"
       from conference_participant link join participant on participant.id = link.participant_id
      where link.conference_id = $1`,
    [conferenceId],
  )
  return new Map(rows.map(({ id, name, externalId }) => [id, name || externalId]))
}

/** Whether all of some participants are still linked to a conference: who was erased is not. */
export async function areLinked(
  em: EntityManager,
  conferenceId: string,
  participantIds: readonly string[],
): Promise<boolean> {
  const rows = await query<{ count: number }>(
    em,
    `select count(*)::int as count from conference_participant
      where conference_id = $1 and participant_id = any($2::uuid[])`,
    [conferenceId, participantIds],
  )
  return rows[0]?.count === new Set(participantIds).size
}
