import type { EntityManager } from '@mikro-orm/postgresql'
import { query } from './sql.ts'

interface Named {
  /** Used when the row does not exist yet. */
  id: string
  appId: string
  externalId: string
  /** Undefined leaves the name alone. */
  name: string | undefined
  createdAt: Date
}

interface Known {
  id: string
  name: string | null
}

/** One round trip, whether or not the row is there; no row when another transaction makes it at the same time. */
const findOrMake = (table: 'conference' | 'participant', extra: { column: string; value: string } | null) => `
  with found as (select id, name from ${table} where app_id = $2 and external_id = $3),
  made as (
    insert into ${table} (id, app_id, external_id, name, created_at${extra ? `, ${extra.column}` : ''})
    select $1::uuid, $2::uuid, $3, $4, $5::timestamptz${extra ? `, ${extra.value}` : ''} where not exists (select from found)
    on conflict (app_id, external_id) do nothing
    returning id, name)
  select id, name from found union all select id, name from made`

const statements = {
  conference: findOrMake('conference', { column: 'info', value: "'{}'" }),
  participant: findOrMake('participant', null),
}

/** Finds the app's conference or participant with that external id or makes it, and gives it the name. */
async function findOrCreate(em: EntityManager, table: 'conference' | 'participant', row: Named): Promise<string> {
  const values = [row.id, row.appId, row.externalId, row.name ?? null, row.createdAt.toISOString()]
  const once = () => query<Known>(em, statements[table], values)
  const existing = (await once())[0] ?? (await once())[0]
  if (!existing) throw new Error(`${table} ${row.externalId} vanished while it was made`)
  if (row.name !== undefined && row.name !== existing.name) {
    await query(em, `update ${table} set name = $2 where id = $1`, [existing.id, row.name])
  }
  return existing.id
}

/** The id of the conference; the same call initialised twice at once makes one. */
export const findOrCreateConference = (em: EntityManager, row: Named): Promise<string> =>
  findOrCreate(em, 'conference', row)

/** The id of the participant. */
export const findOrCreateParticipant = (em: EntityManager, row: Named): Promise<string> =>
  findOrCreate(em, 'participant', row)

export async function linkParticipant(em: EntityManager, conferenceId: string, participantId: string): Promise<void> {
  await query(
    em,
    `insert into conference_participant (conference_id, participant_id) values ($1, $2) on conflict do nothing`,
    [conferenceId, participantId],
  )
}

/** The participant of a conference with that id or, failing that, that external id. */
export async function findParticipantInConference(
  em: EntityManager,
  conferenceId: string,
  { id, externalId }: { id: string | undefined; externalId: string },
): Promise<string | undefined> {
  const rows = await query<{ id: string }>(
    em,
    `select participant.id
       from conference_participant link join participant on participant.id = link.participant_id
      where link.conference_id = $1 and (participant.id = $2 or participant.external_id = $3)
      order by participant.id = $2 desc nulls last
      limit 1`,
    [conferenceId, id ?? null, externalId],
  )
  return rows[0]?.id
}

/** Marks a participant as an SFU on a peer's word, which counts only while the participant has no session of its own. */
export async function markAsSfu(em: EntityManager, participantId: string): Promise<void> {
  await query(
    em,
    `update participant set is_sfu = true
      where id = $1 and not is_sfu and not exists (select from session where participant_id = $1)`,
    [participantId],
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
