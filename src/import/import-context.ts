import type { Database } from '../storage/engine/database.ts'
import type { Listing } from './listing.ts'
import type { Progress } from './progress.ts'
import type { SourceDatabase } from './source/source-database.ts'

/** Context of the steps of an import. */
export interface ImportContext {
  source: SourceDatabase
  target: Database
  listing: Listing
  progress: Progress
  /** Calls that ended before are left out; null: none. */
  since: Date | null
  /** Asked to stop: what is begun is finished. */
  signal: AbortSignal
}
