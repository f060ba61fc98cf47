import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Writable } from 'node:stream'
import { type Io, run } from '../../packages/cli/src/run.ts'
import type { CliResult } from './cli-process.ts'

interface RunOptions {
  environment?: Record<string, string>
  /** What standard input has. */
  input?: string
  /** Columns of a terminal; undefined: there is none. */
  columns?: number
  /** What the person types, each when it is asked for something. */
  types?: readonly string[]
  signal?: AbortSignal
}

/** Somebody at a command line, with a folder for configuration of their own; the program runs in this process. */
export interface Person extends Disposable {
  home: string
  run(args: readonly string[], options?: RunOptions): Promise<CliResult>
}

export function person(environment: Record<string, string> = {}): Person {
  const home = mkdtempSync(join(tmpdir(), 'peermetrics-cli-'))
  return {
    home,
    run: async (args, options = {}) => {
      const env = { HOME: home, XDG_CONFIG_HOME: home, ...environment, ...options.environment }
      return await runWith(args, env, options)
    },
    [Symbol.dispose]: () => rmSync(home, { recursive: true, force: true }),
  }
}

async function runWith(args: readonly string[], env: Record<string, string>, options: RunOptions): Promise<CliResult> {
  const { input = '', columns, types, signal = new AbortController().signal } = options
  const stdin = Object.assign(new PassThrough(), { isTTY: types !== undefined })
  const typing = [...(types ?? [])]
  const stdout = collector(columns)
  // A person types when a question is there.
  const stderr = collector(columns, text => {
    if (types && /: $|\[y\/N\] $/.test(text)) setImmediate(() => stdin.write(`${typing.shift() ?? ''}\r`))
  })
  if (types === undefined) stdin.end(input)
  const io: Io = { stdin, stdout: stdout.stream, stderr: stderr.stream, env, signal }
  const code = await run(args, io)
  return { code, stdout: stdout.text(), stderr: stderr.text() }
}

function collector(columns: number | undefined, onText: (text: string) => void = () => {}) {
  let all = ''
  const stream = new Writable({
    decodeStrings: false,
    write(chunk: string | Buffer, _encoding, done) {
      all += chunk.toString()
      onText(chunk.toString())
      done()
    },
  })
  return { stream: Object.assign(stream, columns === undefined ? {} : { isTTY: true, columns }), text: () => all }
}
