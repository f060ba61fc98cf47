import type { EntityManager } from '@mikro-orm/postgresql'
import type { PageTokens } from '../auth/page-tokens.ts'
import type { SdkTokens } from '../auth/sdk-tokens.ts'
import type { EventWriter } from '../storage/events/event-writer.ts'
import type { IngestCaches } from './ingest/caches.ts'
import type { CallSettlement } from './lifecycle/end-call.ts'

/** What the operations of the service work with. One per server. */
export interface ServiceContext {
  /** A fresh entity manager. */
  em: () => EntityManager
  events: EventWriter
  tokens: SdkTokens
  pageTokens: PageTokens
  caches: IngestCaches
  settlement: CallSettlement
  /** API token of a superuser, for automation; null: none. */
  adminApiToken: string | null
  /** Host of the web app. */
  webDomain: string
}
