import type { EntityManager } from '@mikro-orm/postgresql'
import { lockConferences } from '../../storage/call-rows.ts'
import { Conference } from '../../storage/entities/conference.ts'

/** Locks a conference: its connections and sessions neither begin nor end meanwhile. */
export async function lockConference(em: EntityManager, id: string): Promise<Conference> {
  await lockConferences(em, [id], false)
  return await em.findOneOrFail(Conference, { id })
}
