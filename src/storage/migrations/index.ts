import { InitialMigration } from './2026-11-23-initial.ts'
import { EventStorageMigration } from './2026-11-24-event-storage.ts'

/** Every change of the schema, oldest first. What has been released is never edited. */
export const migrations = [
  { name: '2026-11-23-initial', class: InitialMigration },
  { name: '2026-11-24-event-storage', class: EventStorageMigration },
]
