import type { EntityManager } from '@mikro-orm/postgresql'
import type { AllowedHosts } from '../auth/allowed-hosts.ts'
import type { AllowedOrigins } from '../auth/allowed-origins.ts'
import type { PageTokens } from '../auth/page-tokens.ts'
import type { SdkTokens } from '../auth/sdk-tokens.ts'
import type { AddressPolicy } from '../domain/privacy/address-policy.ts'
import type { ClientLocator } from '../geo/client-locator.ts'
import type { ChangeFeed } from '../storage/changes/change-feed.ts'
import type { BackupSource } from '../storage/embedded/backup-source.ts'
import type { EventWriter } from '../storage/events/event-writer.ts'
import type { ReadReplica } from '../storage/postgres/read-replica.ts'
import type { Reauthorizations } from './access/reauthorization.ts'
import type { SignInRefusals } from './access/sign-in-refusals.ts'
import type { Installation } from './admin/installation.ts'
import type { JobQueues } from './admin/job-queues.ts'
import type { IngestCaches } from './ingest/caches.ts'
import type { JoinBatches } from './ingest/join-batches.ts'
import type { Lookups } from './ingest/lookups.ts'
import type { TrackAnnouncements } from './ingest/track-announcements.ts'
import type { CallChanges } from './lifecycle/call-changes.ts'
import type { SummaryRequests } from './lifecycle/store-draft.ts'
import type { ConferenceWatches } from './watch/conference-watches.ts'

/** Everything that the operations of the service work with. One per server. */
export interface ServiceContext {
  /** A fresh entity manager. */
  em: () => EntityManager
  /** Null: everything is read from the primary. */
  replica: ReadReplica | null
  events: EventWriter
  tokens: SdkTokens
  pageTokens: PageTokens
  /** Key of the hashes under which failed sign-ins are counted. */
  signInLimitKey: Buffer
  signInRefusals: SignInRefusals
  caches: IngestCaches
  joins: JoinBatches
  tracks: TrackAnnouncements
  lookups: Lookups
  calls: CallChanges
  summaryRequests: SummaryRequests
  jobs: JobQueues
  installation: Installation
  locator: ClientLocator
  /** Policy for the addresses that clients report about themselves and others. */
  addressPolicy: AddressPolicy
  watches: ConferenceWatches
  changes: ChangeFeed
  /** Of callers whose answers are under way. */
  reauthorizations: Reauthorizations
  /** Null with PostgreSQL, which has tools of its own. */
  backups: BackupSource | null
  /** API tokens of a superuser, for automation. */
  adminApiTokens: readonly string[]
  /** False: the private HTTP routes are open to everybody who can reach the port. */
  privateApiAuth: boolean
  /** Whose pages may use what is private. */
  allowedOrigins: AllowedOrigins
  /** Hosts under which the private HTTP routes are open where they ask nobody. */
  allowedHosts: AllowedHosts
  /** Hours without a report after which a conference is stale. */
  conferenceTimeoutHours: number
  /** Report period of new apps, in ms. */
  statsIntervalMs: number
  /** Host of the web app. */
  webDomain: string
}
