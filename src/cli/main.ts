import process from 'node:process'
import { CommanderError } from 'commander'
import { program } from './program.ts'
import { explain, UsageError } from './remote/explain.ts'

/** Whoever reads our output may stop reading: there is nothing left to do then. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

try {
  await program().parseAsync(process.argv)
} catch (error) {
  process.exitCode = exitCode(error)
}

/** 1: refused or failed; 2: the command line makes no sense. Says why. */
function exitCode(error: unknown): number {
  // The parser has written its message itself; help is no error.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  process.stderr.write(`peermetrics: ${explain(error)}\n`)
  return error instanceof UsageError ? 2 : 1
}
