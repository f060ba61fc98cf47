import type { EntityManager } from '@mikro-orm/postgresql'
import { Batcher } from '../../storage/batching/batcher.ts'
import { findParticipantsInConferences, type ParticipantRef } from '../../storage/tables/conferences.ts'
import { type ConnectionRecord, findConnections } from '../../storage/tables/connections.ts'

const LIMITS = {
  parallel: 2,
  itemsBeside: 64,
  capacityBytes: 16 * 1024 * 1024,
  batchItems: 500,
  batchBytes: 1024 * 1024,
}

/** Looks for what events refer to and caches do not know, for all that ask at the same time in one statement. */
export class Lookups {
  readonly peers: Batcher<ParticipantRef, string | undefined>
  /** By their ids. */
  readonly connections: Batcher<string, ConnectionRecord | undefined>

  constructor(em: () => EntityManager) {
    this.peers = new Batcher(wanted => findParticipantsInConferences(em(), wanted), LIMITS)
    this.connections = new Batcher(async ids => {
      const records = await findConnections(em(), ids)
      return ids.map(id => records.get(id))
    }, LIMITS)
  }
}
