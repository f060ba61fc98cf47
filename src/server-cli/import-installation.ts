import { once } from 'node:events'
import process from 'node:process'
import { Worker } from 'node:worker_threads'
import { dryRun } from '../import/dry-run.ts'
import { explainFailure } from '../import/explain-failure.ts'
import { ImportError } from '../import/import-error.ts'
import type { ImportOptions } from '../import/run-import.ts'
import { readDatabaseEnvironment } from './configured-database.ts'
import type { ImportFlags } from './import-flags.ts'
import type { ImportEnd, ImportWork } from './import-worker.ts'

/** Left to itself, V8 lets garbage grow to the size of the machine; the work itself needs 60 MB. */
const MEMORY_LIMITS = { maxOldGenerationSizeMb: 160, maxYoungGenerationSizeMb: 24 }

/** Carries out an import as the flags say. Exit code 1: something failed or differs. */
export async function importInstallation(flags: ImportFlags): Promise<void> {
  const config = readDatabaseEnvironment(process.env)
  const options: ImportOptions = {
    from: flags.from ?? '',
    appIds: flags.app ?? null,
    since: flags.since ?? null,
    follow: flags.follow ?? false,
    verifyOnly: flags.verify ?? false,
  }
  const { fromData } = flags
  if (fromData !== undefined && (flags.dryRun || flags.follow || flags.app || flags.since)) {
    throw new ImportError('With --from-data everything is copied, once: only --verify goes with it')
  }
  if (!flags.dryRun) await importInWorker({ config, options, dataDir: fromData ?? null })
  else {
    await dryRun(config, options, line => process.stdout.write(`${line}\n`)).catch(error => {
      throw explainFailure(error)
    })
  }
}

/** In a thread, whose memory can be limited. */
async function importInWorker(given: Omit<ImportWork, 'isTerminal'>): Promise<void> {
  const work: ImportWork = { ...given, isTerminal: process.stdout.isTTY === true }
  const worker = new Worker(new URL(import.meta.url.replace('import-installation', 'import-worker')), {
    workerData: work,
    resourceLimits: MEMORY_LIMITS,
  })
  // The second one ends the process at once, which does no harm.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => worker.postMessage('stop'))
  const [end] = (await Promise.race([once(worker, 'message'), once(worker, 'exit')])) as [ImportEnd | number]
  if (typeof end === 'number') throw new ImportError('The import ended without a word: it may have run out of memory')
  if ('failure' in end) throw new ImportError(end.failure)
  if (!end.isComplete) process.exitCode = 1
}
