import process from 'node:process'
import { styleText } from 'node:util'
import { readArguments, usage } from './arguments.ts'
import { showProgress } from './progress.ts'
import { replay } from './replay.ts'
import { ReplayError } from './replay-error.ts'
import { report } from './report.ts'
import { httpSender } from './send-http.ts'
import { readTrace } from './trace.ts'

/** @returns the exit code */
async function main(): Promise<number> {
  const given = readArguments(process.argv.slice(2))
  if (!given) {
    process.stdout.write(usage)
    return 0
  }
  const { file, api, apiKey, conferenceId, speed } = given
  const trace = await readTrace(file)
  const exchanges = await replay(trace, {
    apiKey,
    conferenceId,
    speed,
    send: httpSender(api),
    onProgress: showProgress(process.stderr),
  })
  process.stdout.write(report(exchanges))
  return exchanges.some(({ differences }) => differences.length > 0) ? 1 : 0
}

try {
  process.exitCode = await main()
} catch (error) {
  if (!(error instanceof ReplayError)) throw error
  process.stderr.write(`${styleText('red', error.message, { stream: process.stderr })}\n`)
  process.exitCode = 1
}
