import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { Interrupted, UsageError } from '../failures.ts'
import type { Io } from '../io.ts'

export interface Question {
  question: string
  /** Why it is asked, where nobody can be: `give --email`. */
  otherwise: string
  /** What is typed is not shown. */
  unseen?: boolean
}

/**
 * Asks the person at the terminal; the question is no part of the output.
 * @throws UsageError where there is no terminal
 */
export async function ask(io: Io, { question, otherwise, unseen = false }: Question): Promise<string> {
  if (!io.stdin.isTTY) throw new UsageError(otherwise)
  io.stderr.write(question)
  const shown = new Writable({
    write(chunk, _encoding, done) {
      if (!unseen) io.stderr.write(chunk)
      done()
    },
  })
  const lines = createInterface({ input: io.stdin, output: shown, terminal: true })
  try {
    return await new Promise<string>((resolve, reject) => {
      lines.once('line', resolve)
      lines.once('SIGINT', () => reject(new Interrupted()))
      lines.once('close', () => reject(new Interrupted()))
      io.signal.addEventListener('abort', () => reject(new Interrupted()), { once: true })
    })
  } finally {
    lines.close()
    if (unseen) io.stderr.write('\n')
  }
}

/** What comes from standard input, where no history keeps it. */
export const readStdin = async (io: Io): Promise<string> => (await text(io.stdin)).trim()

export interface Confirmation {
  yes?: boolean
  curl?: boolean
}

/** @throws Interrupted when the person does not want it; UsageError where nobody can be asked */
export async function confirm(io: Io, { yes, curl }: Confirmation, question: string): Promise<void> {
  if (yes || curl) return
  const otherwise = 'this cannot be undone, and nobody can be asked: give --yes'
  const answer = await ask(io, { question: `${question} [y/N] `, otherwise })
  if (!/^y(?:es)?$/i.test(answer.trim())) throw new UsageError('nothing was changed')
}
