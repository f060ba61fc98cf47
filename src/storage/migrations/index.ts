import { InitialMigration } from './2026-11-23-initial.ts'
import { AccountsMigration } from './2026-11-24-accounts.ts'
import { DeletedReportsMigration } from './2026-11-24-deleted-reports.ts'
import { EventStorageMigration } from './2026-11-24-event-storage.ts'
import { PresumedEndsMigration } from './2026-11-24-presumed-ends.ts'
import { QueryIndexesMigration } from './2026-11-24-query-indexes.ts'
import { ReceivedAtIndexMigration } from './2026-11-24-received-at-index.ts'
import { SessionClientAddressMigration } from './2026-11-24-session-client-address.ts'
import { SignalingOfConnectionsMigration } from './2026-11-24-signaling-of-connections.ts'
import { StatsRowsMigration } from './2026-11-24-stats-rows.ts'
import { WatchesMigration } from './2026-11-24-watches.ts'
import { AuditLogMigration } from './2026-11-27-audit-log.ts'
import { ConnectionSeriesMigration } from './2026-11-27-connection-series.ts'
import { ImportsMigration } from './2026-11-27-imports.ts'
import { LeavingSessionsMigration } from './2026-11-27-leaving-sessions.ts'
import { OngoingIndexMigration } from './2026-11-27-ongoing-index.ts'
import { PasswordGeneratedMigration } from './2026-11-27-password-generated.ts'
import { PrefixIndexesMigration } from './2026-11-27-prefix-indexes.ts'
import { VerdictsMigration } from './2026-11-27-verdicts.ts'

/** Every change of the schema, oldest first. What has been released is never edited. */
export const migrations = [
  { name: '2026-11-23-initial', class: InitialMigration },
  { name: '2026-11-24-accounts', class: AccountsMigration },
  { name: '2026-11-24-watches', class: WatchesMigration },
  { name: '2026-11-24-query-indexes', class: QueryIndexesMigration },
  { name: '2026-11-24-session-client-address', class: SessionClientAddressMigration },
  { name: '2026-11-24-signaling-of-connections', class: SignalingOfConnectionsMigration },
  { name: '2026-11-24-presumed-ends', class: PresumedEndsMigration },
  { name: '2026-11-24-deleted-reports', class: DeletedReportsMigration },
  { name: '2026-11-24-event-storage', class: EventStorageMigration },
  { name: '2026-11-24-stats-rows', class: StatsRowsMigration },
  { name: '2026-11-24-received-at-index', class: ReceivedAtIndexMigration },
  { name: '2026-11-27-imports', class: ImportsMigration },
  { name: '2026-11-27-prefix-indexes', class: PrefixIndexesMigration },
  { name: '2026-11-27-audit-log', class: AuditLogMigration },
  { name: '2026-11-27-connection-series', class: ConnectionSeriesMigration },
  { name: '2026-11-27-leaving-sessions', class: LeavingSessionsMigration },
  { name: '2026-11-27-password-generated', class: PasswordGeneratedMigration },
  { name: '2026-11-27-verdicts', class: VerdictsMigration },
  { name: '2026-11-27-ongoing-index', class: OngoingIndexMigration },
]
