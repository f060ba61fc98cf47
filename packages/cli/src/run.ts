import { CommanderError } from 'commander'
import { ExitCode, Interrupted, UsageError } from './failures.ts'
import type { Io } from './io.ts'
import { program } from './program.ts'

export type { Io } from './io.ts'

/** Exit codes, as in the reference. */
const codes = { done: 0, failed: 1, usage: 2, signIn: 4, interrupted: 130 }

/** Time that a command has to clean up when it is interrupted, ms. */
const CLEAN_UP_MS = 500

/** Reasons for which signing in helps. */
const signInReasons = new Set(['missing_token', 'invalid_token', 'expired_token'])

/** Carries out a command line. @param argv words after the name of the program @returns the exit code */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  const interrupted = () => (typeof io.signal.reason === 'number' ? io.signal.reason : codes.interrupted)
  const ended = new Promise<number>(resolve => {
    io.signal.addEventListener('abort', () => setTimeout(() => resolve(interrupted()), CLEAN_UP_MS).unref())
  })
  const code = await Promise.race([execute(argv, io), ended])
  return io.signal.aborted ? interrupted() : code
}

async function execute(argv: readonly string[], io: Io): Promise<number> {
  try {
    if (argv[0] === 'complete') {
      const { complete } = await import('./completion/complete.ts')
      await complete(argv.slice(1), io)
    } else await program(io).parseAsync(argv, { from: 'user' })
    return codes.done
  } catch (error) {
    return await failed(error, argv, io)
  }
}

async function failed(error: unknown, argv: readonly string[], io: Io): Promise<number> {
  if (error instanceof ExitCode) return error.code
  if (error instanceof Interrupted) return codes.interrupted
  if (io.signal.aborted) return codes.interrupted
  const asJson = argv.includes('--json')
  if (error instanceof CommanderError) {
    // The parser has written its message itself; help is no error.
    if (error.exitCode === 0) return codes.done
    if (asJson) await writeJson(io, 'wrong_usage', error.message.replace(/^error: /, ''))
    return codes.usage
  }
  const { explain, reasonFor } = await import('./remote/explain.ts')
  const reason = reasonFor(error)
  if (asJson) await writeJson(io, reason, explain(error))
  else io.stderr.write(`peermetrics: ${await harmless(explain(error))}\n`)
  if (error instanceof UsageError) return codes.usage
  return signInReasons.has(reason) ? codes.signIn : codes.failed
}

async function writeJson(io: Io, reason: string, message: string): Promise<void> {
  io.stderr.write(`${JSON.stringify({ error: { reason, message: await harmless(message) } })}\n`)
}

/** Loaded when there is something to say: help is shown without it. */
async function harmless(text: string): Promise<string> {
  const { escapeControlCharacters } = await import('./output/terminal-text.ts')
  return escapeControlCharacters(text)
}
