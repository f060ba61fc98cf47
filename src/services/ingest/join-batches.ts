import type { EntityManager } from '@mikro-orm/postgresql'
import { Batcher, type QueuedItems } from '../../storage/batching/batcher.ts'
import { LockingBatcher } from '../../storage/batching/locking-batcher.ts'
import { inTransactionByKeys } from '../../storage/engine/transaction.ts'
import type { EventWriter } from '../../storage/events/event-writer.ts'
import { type AppSettings, findAppsByKey } from '../../storage/tables/apps.ts'
import { type AddedConnection, type AddingConnection, addConnections } from './add-connections.ts'
import { type BeginningSession, type BegunSession, beginSessions } from './begin-sessions.ts'
import { type Joined, type JoinRequest, joinAll } from './join-requests.ts'

/** Of each step. Two batches at once would be half as large, and cost twice as much. */
const LIMITS = {
  parallel: 1,
  itemsBeside: 1,
  capacityBytes: 16 * 1024 * 1024,
  batchItems: 200,
  batchBytes: 4 * 1024 * 1024,
}

const limits = (store: string) => ({ ...LIMITS, store })

/**
 * The steps of joining a call, each carried out in one transaction for all who take it at the same time: it is pages
 * joining that come in crowds.
 */
export class JoinBatches {
  /** Apps by their key. */
  readonly apps: Batcher<string, AppSettings | undefined>
  readonly requests: Batcher<JoinRequest, Joined>
  readonly sessions: LockingBatcher<BeginningSession, BegunSession>
  readonly connections: LockingBatcher<AddingConnection, AddedConnection>

  constructor(em: () => EntityManager, events: EventWriter) {
    this.apps = new Batcher(async keys => {
      const apps = await findAppsByKey(em(), keys)
      return keys.map(key => apps.get(key))
    }, limits('apps'))
    this.requests = new Batcher(
      requests => inTransactionByKeys(em(), transaction => joinAll(transaction, requests)),
      limits('joins'),
    )
    this.sessions = new LockingBatcher(em, beginSessions, limits('sessions'))
    this.connections = new LockingBatcher(em, addConnections(events), limits('connections'))
  }

  get #steps() {
    return [this.apps, this.requests, this.sessions, this.connections]
  }

  /** Queues of the steps. */
  get queued(): QueuedItems[] {
    return this.#steps.map(step => step.queued)
  }

  /** Resolves when nothing waits and nothing runs. */
  async drain(): Promise<void> {
    for (const step of this.#steps) await step.drain()
  }
}
