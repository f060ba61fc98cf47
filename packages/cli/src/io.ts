import type { Readable, Writable } from 'node:stream'

/** A stream that a person may look at. */
export type Output = Writable & { isTTY?: boolean; columns?: number }

/** A stream that a person may type into. */
type Input = Readable & { isTTY?: boolean }

/** What a run of the program sees of its surroundings. */
export interface Io {
  stdin: Input
  stdout: Output
  stderr: Output
  env: Readonly<Record<string, string | undefined>>
  /** Ends the run; its reason is the exit code. */
  signal: AbortSignal
}

/** Columns of a terminal; undefined for what is no terminal, whose lines have no end. */
export const widthOfTerminal = ({ isTTY, columns }: Output): number | undefined =>
  isTTY ? Math.max(1, columns ?? 80) : undefined
