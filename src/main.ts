import process from 'node:process'
import { readEnvironment } from './config/environment.ts'
import { createLogger } from './log.ts'
import { type Server, startServer } from './server.ts'
import { welcome } from './welcome.ts'

/** A stop that takes longer than this is cut off, in ms. */
const STOP_LIMIT_MS = 10_000

async function main(): Promise<void> {
  const terminal = process.stdout.isTTY === true
  const config = readEnvironment(process.env)
  const log = createLogger(config.logLevel, { terminal })
  const server = await startServer(config, log)
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(server, signal))
  log.info({ url: server.url }, 'listening')
  // Beside a terminal, standard output carries JSON lines only.
  const output = terminal ? process.stdout : process.stderr
  output.write(welcome(config, server))

  async function stop(running: Server, signal: string): Promise<void> {
    log.info({ signal }, 'stopping')
    setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref()
    await running.close()
    log.info('stopped')
    process.exit(0)
  }
}

try {
  await main()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}
