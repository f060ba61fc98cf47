import process from 'node:process'
import { CommanderError } from 'commander'
import { program } from './program.ts'

try {
  await program().parseAsync(process.argv)
} catch (error) {
  process.exitCode = exitCode(error)
}

/** 1: failed; 2: the command line makes no sense. Says why. */
function exitCode(error: unknown): number {
  // The parser has written its message itself; help is no error.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  process.stderr.write(`peermetrics-server: ${error instanceof Error ? error.message : String(error)}\n`)
  return 1
}
