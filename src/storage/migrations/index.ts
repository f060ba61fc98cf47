import { InitialMigration } from './2026-11-23-initial.ts'
import { DeletedReportsMigration } from './2026-11-24-deleted-reports.ts'
import { PresumedEndsMigration } from './2026-11-24-presumed-ends.ts'
import { SignalingOfConnectionsMigration } from './2026-11-24-signaling-of-connections.ts'

/** Every change of the schema, oldest first. What has been released is never edited. */
export const migrations = [
  { name: '2026-11-23-initial', class: InitialMigration },
  { name: '2026-11-24-signaling-of-connections', class: SignalingOfConnectionsMigration },
  { name: '2026-11-24-presumed-ends', class: PresumedEndsMigration },
  { name: '2026-11-24-deleted-reports', class: DeletedReportsMigration },
]
