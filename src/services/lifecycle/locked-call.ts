import type { EntityManager } from '@mikro-orm/postgresql'
import { Conference } from '../../storage/entities/conference.ts'
import { lockConferences } from '../../storage/tables/call-rows.ts'

/** Locks a conference: its connections and sessions neither begin nor end meanwhile. */
export async function lockConference(em: EntityManager, id: string): Promise<Conference> {
  await lockConferences(em, [id])
  return await em.findOneOrFail(Conference, { id })
}
