import { writeFileSync } from 'node:fs'
import process from 'node:process'
import { readOptions } from './options.ts'
import { exceeded } from './report/budgets.ts'
import { medians, ratiosOf } from './report/ratios.ts'
import { measurementTable, ratioList } from './report/table.ts'
import { type BenchRun, runOnce } from './run.ts'

/** Measures, prints and compares with the budgets; ends with 1 when one is exceeded. */
async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2))
  const runs: BenchRun[] = []
  while (runs.length < options.runs) {
    const run = await runOnce(options)
    runs.push(run)
    const bare = run.bare ? [run.bare] : []
    process.stdout.write(
      `\nRun ${runs.length} of ${options.runs}\n\n${measurementTable([...bare, ...run.measurements])}\n`,
    )
    process.stdout.write(`\n${ratioList(ratiosOf(run))}\n`)
  }
  const ratios = medians(runs.map(ratiosOf))
  writeFileSync(options.output, `${JSON.stringify({ measuredAt: new Date(), ratios, runs }, null, 2)}\n`)
  if (options.runs > 1) process.stdout.write(`\nMedians of ${options.runs} runs\n\n${ratioList(ratios)}\n`)
  const worse = exceeded(ratios)
  if (worse.length > 0) process.stdout.write(`\nWorse than budgeted:\n${worse.join('\n')}\n`)
  process.exitCode = worse.length > 0 ? 1 : 0
}

try {
  await main()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
