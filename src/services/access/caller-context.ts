import type { PageTokens } from '../../auth/page-tokens.ts'
import { ScopedReader } from '../../storage/access/scoped-reader.ts'
import { inTransaction } from '../../storage/engine/transaction.ts'
import type { ServiceContext } from '../context.ts'
import type { AccessRule } from './access-rule.ts'
import type { Caller } from './caller.ts'
import type { Reauthorization } from './reauthorization.ts'

/** Context of operations that only read. Nothing else leads them to the database. */
export interface ReadContext {
  reader: ScopedReader
  /** When the call arrived. */
  now: Date
  pageTokens: PageTokens
  /** Asks for the summary of an ended conference to be built. */
  requestSummary: (conferenceId: string) => Promise<void>
}

/** Context of an authorized operation. */
export interface CallerContext extends ReadContext {
  /** As of the last check. */
  readonly caller: Caller
  services: ServiceContext
  /** For answers that are under way for long. */
  reauthorization: Reauthorization
}

export const callerContext = (
  services: ServiceContext,
  { now, reauthorization }: Pick<CallerContext, 'now' | 'reauthorization'>,
  { fromReplica = false }: Pick<AccessRule, 'fromReplica'>,
): CallerContext => ({
  services,
  get caller() {
    return reauthorization.caller
  },
  now,
  reauthorization,
  pageTokens: services.pageTokens,
  reader: new ScopedReader(services.em(), () => reauthorization.caller.scope, fromReplica ? services.replica : null),
  requestSummary: conferenceId =>
    inTransaction(services.em(), em => services.summaryRequests.requestSummaries(em, [conferenceId])),
})
