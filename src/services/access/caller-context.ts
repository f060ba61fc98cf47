import type { PageTokens } from '../../auth/page-tokens.ts'
import { ScopedReader } from '../../storage/scoped-reader.ts'
import { inTransaction } from '../../storage/transaction.ts'
import type { ServiceContext } from '../context.ts'
import type { Caller } from './caller.ts'

/** What operations that only read work with. Nothing else leads them to the database. */
export interface ReadContext {
  reader: ScopedReader
  /** When the call arrived. */
  now: Date
  pageTokens: PageTokens
  /** Asks for the summary of an ended conference to be built. */
  requestSummary: (conferenceId: string) => Promise<void>
}

/** What operations work with that somebody was admitted to. */
export interface CallerContext extends ReadContext {
  caller: Caller
  services: ServiceContext
  /** Asks again who calls, for what lasts: throws when the caller would not be admitted any more. */
  readmit: () => Promise<CallerContext>
}

export const callerContext = (
  services: ServiceContext,
  { caller, now, readmit }: Pick<CallerContext, 'caller' | 'now' | 'readmit'>,
): CallerContext => ({
  services,
  caller,
  now,
  readmit,
  pageTokens: services.pageTokens,
  reader: new ScopedReader(services.em(), caller.scope),
  requestSummary: conferenceId =>
    inTransaction(services.em(), em => services.settlement.requestSummary(em, conferenceId)),
})
