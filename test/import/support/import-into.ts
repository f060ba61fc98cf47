import { readEnvironment } from '../../../src/config/environment.ts'
import { Progress } from '../../../src/import/progress.ts'
import { type ImportOptions, type ImportResult, runImport } from '../../../src/import/run-import.ts'
import { createLogger } from '../../../src/log.ts'
import { openConfiguredDatabase } from '../../../src/server-cli/configured-database.ts'
import type { Database } from '../../../src/storage/engine/database.ts'
import type { TestDatabase } from '../../support/database.ts'

/** What an import that has ended said, and came to. */
export interface Outcome extends ImportResult {
  output: string
  copied: number
}

/** Opens the database of an import, and brings its tables up to date. */
export const openTarget = (config: TestDatabase['config']): Promise<Database> =>
  openConfiguredDatabase({ ...readEnvironment({}), ...config }, createLogger('silent', { terminal: false }))

/** Imports into a database in this process. */
export async function importInto(
  { config }: TestDatabase,
  from: string,
  options: Partial<ImportOptions> = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<Outcome> {
  const target = await openTarget(config)
  const lines: string[] = []
  using progress = new Progress({ write: (text: string) => lines.push(text) > 0, isTTY: false as never })
  try {
    const all: ImportOptions = { from, appIds: null, since: null, follow: false, verifyOnly: false, ...options }
    const result = await runImport(target, all, progress, signal)
    return { ...result, output: lines.join(''), copied: progress.copied }
  } finally {
    await target.close()
  }
}
