import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const LAUNCHER = fileURLToPath(new URL('../../packages/cli/bin/peermetrics.js', import.meta.url))

export interface CliResult {
  code: number | null
  stdout: string
  stderr: string
}

/** A person at a command line, with a folder for configuration of their own. */
export interface Operator extends Disposable {
  home: string
  /** Runs the program to its end. @param input what it reads from standard input */
  run(args: readonly string[], options?: { environment?: Record<string, string>; input?: string }): Promise<CliResult>
  /** Starts the program. */
  start(args: readonly string[]): RunningCli
}

/** A program that runs. */
interface RunningCli {
  child: ChildProcess
  output: { stdout: string; stderr: string }
  /** Resolves when standard output has a text. */
  printed(text: string): Promise<void>
  exited: Promise<CliResult>
}

/** @param launcher path of the program */
export function operator(launcher = LAUNCHER): Operator {
  const home = mkdtempSync(join(tmpdir(), 'peermetrics-cli-'))
  const start = (args: readonly string[], environment: Record<string, string> = {}) =>
    startCli(launcher, args, { PATH: process.env['PATH'] ?? '', HOME: home, XDG_CONFIG_HOME: home, ...environment })
  return {
    home,
    start,
    run: async (args, { environment, input = '' } = {}) => {
      const { child, exited } = start(args, environment)
      child.stdin?.end(input)
      return await exited
    },
    [Symbol.dispose]: () => rmSync(home, { recursive: true, force: true }),
  }
}

function startCli(launcher: string, args: readonly string[], env: Record<string, string>): RunningCli {
  const child = spawn(process.execPath, [launcher, ...args], { env, stdio: 'pipe' })
  const output = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text
    })
  }
  const exited = once(child, 'close').then(([code]) => ({ code: code as number | null, ...output }))
  const printed = async (text: string) => {
    for (const end = Date.now() + 20_000; !output.stdout.includes(text); await delay(20)) {
      if (Date.now() > end) throw new Error(`"${text}" was not printed:\n${output.stdout}${output.stderr}`)
    }
  }
  return { child, output, printed, exited }
}
