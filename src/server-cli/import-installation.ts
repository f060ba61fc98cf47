import process from 'node:process'
import { dryRun } from '../import/dry-run.ts'
import { explainFailure } from '../import/explain-failure.ts'
import { Progress } from '../import/progress.ts'
import { type ImportOptions, runImport } from '../import/run-import.ts'
import { createLogger } from '../log.ts'
import { openConfiguredDatabase, readDatabaseEnvironment } from './configured-database.ts'
import type { ImportFlags } from './import.ts'

/** Carries out an import as the flags say. Exit code 1: something failed or differs. */
export async function importInstallation(flags: ImportFlags): Promise<void> {
  const config = readDatabaseEnvironment(process.env)
  const options: ImportOptions = {
    from: flags.from,
    appIds: flags.app ?? null,
    since: flags.since ?? null,
    follow: flags.follow ?? false,
    verifyOnly: flags.verify ?? false,
  }
  try {
    if (flags.dryRun) await dryRun(config, options, line => process.stdout.write(`${line}\n`))
    else await copy(config, options)
  } catch (error) {
    throw explainFailure(error)
  }
}

async function copy(config: ReturnType<typeof readDatabaseEnvironment>, options: ImportOptions): Promise<void> {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  const database = await openConfiguredDatabase(config, createLogger('error', { terminal: false }))
  try {
    using progress = new Progress(process.stdout)
    const { listing, isComplete } = await runImport(database, options, progress, stop.signal)
    const lines = listing.lines()
    if (lines.length > 0) progress.say(['Left out or changed:', ...lines].join('\n'))
    if (stop.signal.aborted && !options.follow) progress.say('Stopped. Run the same command again to go on.')
    if (!isComplete) process.exitCode = 1
  } finally {
    await database.close()
  }
}
