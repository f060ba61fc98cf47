import type { EntityManager } from '@mikro-orm/postgresql'
import { prepared } from '../../storage/engine/prepared-statements.ts'
import { query } from '../../storage/engine/sql.ts'

const MEMBERSHIPS = prepared(`
  insert into membership (organization_id, user_id, role, created_at)
  select organization_id, user_id, role, created_at
    from json_to_recordset($1::json) as place (organization_id uuid, user_id uuid, role text, created_at timestamptz)
   where exists (select from user_account where id = user_id) and exists (select from organization where id = organization_id)
  on conflict do nothing`)

export async function storeMemberships(em: EntityManager, places: readonly object[]): Promise<void> {
  if (places.length > 0) await query(em, MEMBERSHIPS, [JSON.stringify(places)])
}

const PARTICIPATIONS = prepared(`
  insert into conference_participant (conference_id, participant_id)
  select distinct conference_id, participant_id
    from json_to_recordset($1::json) as link (conference_id uuid, participant_id uuid)
  on conflict do nothing`)

/** Stores who took part in which conference. */
export async function storeParticipations(
  em: EntityManager,
  links: readonly { conference_id: string; participant_id: string }[],
): Promise<void> {
  if (links.length > 0) await query(em, PARTICIPATIONS, [JSON.stringify(links)])
}
