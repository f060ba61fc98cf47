import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { ReplayError } from '../../packages/cli/src/replay/replay-error.ts'
import { judge } from './judgement.ts'
import { readRecordedCall } from './recorded-call.ts'
import { report } from './table.ts'

const usage = `Runs the analysis over recorded calls and prints what was done to each beside what was found.

  npm run diagnose -- <folder or recordings.json …>
`

async function recordingsIn(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path]
  const names = await readdir(path)
  return names
    .filter(name => name.endsWith('.json'))
    .sort()
    .map(name => join(path, name))
}

async function main(paths: readonly string[]): Promise<void> {
  if (paths.length === 0 || paths.includes('--help')) {
    process.stdout.write(usage)
    return
  }
  const judgements = []
  for (const path of paths) {
    for (const file of await recordingsIn(path)) judgements.push(judge(await readRecordedCall(file)))
  }
  process.stdout.write(report(judgements))
}

try {
  await main(process.argv.slice(2))
} catch (error) {
  const isExpected = error instanceof ReplayError || (error instanceof Error && 'code' in error)
  if (!isExpected) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
