import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import process from 'node:process'
import { replayInput } from './fuzz/replay.ts'
import { readOptions, type TortureOptions } from './options.ts'
import type { Setting } from './part.ts'
import { parts } from './parts.ts'
import { type PartTrial, trialTable } from './report.ts'
import { endOnSignal } from './system/clean-up.ts'
import { createTortureDatabase } from './system/databases.ts'

/** Carries out the parts, prints what came of them, and ends with 1 when something must not have happened. */
async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2))
  endOnSignal()
  if (options.replay !== undefined) {
    process.stdout.write(
      `${await replayInput(JSON.parse(readFileSync(options.replay, 'utf8')), options.engines[0] ?? 'embedded')}\n`,
    )
    return
  }
  const trials = await carryOut(options)
  process.stdout.write(`\n${trialTable(trials)}\n`)
  process.exitCode = trials.some(({ faults, lost }) => faults.length > 0 || lost > 0) ? 1 : 0
}

async function carryOut({ parts: names, output, ...options }: TortureOptions): Promise<PartTrial[]> {
  const trials: PartTrial[] = []
  const folder = join(dirname(resolve(output)), 'torture-inputs')
  mkdirSync(folder, { recursive: true })
  const setting: Setting = {
    ...options,
    folder,
    createDatabase: engine => createTortureDatabase(engine),
    say: text => process.stderr.write(`${new Date().toISOString()} ${text}\n`),
  }
  setting.say(`seed ${options.seed}`)
  for (const part of names) {
    let beganAt = performance.now()
    for await (const trial of parts[part](setting)) {
      const seconds = Math.round((performance.now() - beganAt) / 1000)
      setting.say(`${part}: ${trial.what}, ${trial.engine}: ${trial.survived} of ${trial.tried} survived, ${seconds} s`)
      trials.push({ part, seconds, ...trial })
      // What was found stays when a later part is interrupted.
      writeFileSync(output, `${JSON.stringify({ measuredAt: new Date(), seed: options.seed, trials }, null, 2)}\n`)
      beganAt = performance.now()
    }
  }
  return trials
}

try {
  await main()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  process.exitCode = 1
}
// Sockets of attackers and of servers that were killed may be left.
process.exit()
