import { parentPort, workerData } from 'node:worker_threads'
import { importEmbedded } from '../import/embedded/import-embedded.ts'
import { explainFailure } from '../import/explain-failure.ts'
import { Progress } from '../import/progress.ts'
import { type ImportOptions, runImport } from '../import/run-import.ts'
import { createLogger } from '../log.ts'
import { type DatabaseConfig, openConfiguredDatabase } from './configured-database.ts'

export interface ImportWork {
  config: DatabaseConfig
  options: ImportOptions
  /** Folder of an embedded database to copy instead; null for none. */
  dataDir: string | null
  isTerminal: boolean
}

/** Last message of a worker: completeness, or the cause of its failure. */
export type ImportEnd = { isComplete: boolean } | { failure: string }

const { config, options, dataDir, isTerminal } = workerData as ImportWork
const stop = new AbortController()
// Whatever is said to it is a wish that it ends.
parentPort?.on('message', () => stop.abort())

async function work(): Promise<ImportEnd> {
  const output = { isTTY: isTerminal as true, write: (text: string) => process.stdout.write(text) }
  const log = createLogger('error', { terminal: false })
  const database = await openConfiguredDatabase(config, log)
  try {
    using progress = new Progress(output)
    if (dataDir !== null) {
      const { verifyOnly } = options
      const wanted = { progress, log, signal: stop.signal }
      return { isComplete: await importEmbedded(database, { dataDir, verifyOnly }, wanted) }
    }
    const { listing, isComplete } = await runImport(database, options, progress, stop.signal)
    const lines = listing.lines()
    if (lines.length > 0) progress.say(['Left out or changed:', ...lines].join('\n'))
    if (stop.signal.aborted && !options.follow) progress.say('Stopped. Run the same command again to go on.')
    return { isComplete }
  } finally {
    await database.close()
  }
}

const end = await work().catch((error: unknown): ImportEnd => ({ failure: explainFailure(error).message }))
parentPort?.postMessage(end)
parentPort?.close()
