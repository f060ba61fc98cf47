import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import type { Setting, Trial } from '../part.ts'

const PROJECT = fileURLToPath(new URL('../..', import.meta.url))

/** Tests that try all combinations here, and some of each in `npm test` (`test/support/thorough.ts`). */
const files = [
  'test/bad-input/garbage.test.ts',
  'test/console/browser/looks.test.ts',
  'test/faults/client-mistakes.test.ts',
  'test/faults/event-loop.test.ts',
  'test/queries/paging.test.ts',
]

/** What of Vitest's report is read. */
interface Report {
  numTotalTests: number
  numPassedTests: number
  testResults: {
    message: string
    assertionResults: { fullName: string; status: string; failureMessages: string[] }[]
  }[]
}

/** Every route and RPC with every mistake, and whatever else is too much for `npm test`. */
export async function* combinationsPart({ folder }: Setting): AsyncGenerator<Trial> {
  for (const file of files) {
    const { numTotalTests, numPassedTests, testResults } = await runTests(file, join(folder, 'combinations.json'))
    const failed = testResults.flatMap(({ assertionResults }) =>
      assertionResults.filter(({ status }) => status === 'failed'),
    )
    yield {
      what: file,
      engine: 'every',
      tried: numTotalTests,
      survived: numPassedTests,
      lost: 0,
      measured: {},
      faults: [
        ...testResults.flatMap(({ message }) => message || []),
        ...failed.map(({ fullName, failureMessages }) => `${fullName}: ${failureMessages[0]?.split('\n')[0]}`),
      ],
    }
  }
}

async function runTests(file: string, report: string): Promise<Report> {
  const vitest = join(PROJECT, 'node_modules/vitest/vitest.mjs')
  const child = spawn(process.execPath, [vitest, 'run', file, '--reporter=json', `--outputFile=${report}`], {
    cwd: PROJECT,
    env: { ...process.env, THOROUGH: '1' },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  await once(child, 'exit')
  return JSON.parse(readFileSync(report, 'utf8')) as Report
}
