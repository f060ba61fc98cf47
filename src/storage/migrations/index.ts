import { InitialMigration } from './2026-11-23-initial.ts'
import { AccountsMigration } from './2026-11-24-accounts.ts'
import { QueryIndexesMigration } from './2026-11-24-query-indexes.ts'
import { SessionClientAddressMigration } from './2026-11-24-session-client-address.ts'
import { WatchesMigration } from './2026-11-24-watches.ts'

/** Every change of the schema, oldest first. What has been released is never edited. */
export const migrations = [
  { name: '2026-11-23-initial', class: InitialMigration },
  { name: '2026-11-24-accounts', class: AccountsMigration },
  { name: '2026-11-24-watches', class: WatchesMigration },
  { name: '2026-11-24-query-indexes', class: QueryIndexesMigration },
  { name: '2026-11-24-session-client-address', class: SessionClientAddressMigration },
]
