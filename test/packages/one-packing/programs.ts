import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ADMIN_API_TOKEN } from '../../support/accounts.ts'
import { lightEngine } from '../../support/database.ts'
import { freePort } from '../../support/free-port.ts'
import { startTestServer } from '../../support/test-server.ts'
import { type Project, project, type Tarballs } from '../installed.ts'

const run = promisify(execFile)
const bin = (name: string, ...words: string[]) => run(resolve('node_modules/.bin', name), words)

interface Started {
  child: ChildProcess
  exited: Promise<unknown[]>
  output: () => string
}

function start(program: string, env: Record<string, string>): Started {
  const child = spawn(process.execPath, [program], { env, stdio: 'pipe' })
  onTestFinished(() => void child.kill('SIGKILL'))
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
    })
  }
  return { child, exited: once(child, 'close'), output: () => text }
}

async function answered(url: string, { child, output }: Started): Promise<string> {
  for (let tries = 0; tries < 600 && child.exitCode === null; tries++) {
    const answer = await fetch(url).catch(() => undefined)
    if (answer?.ok) return (await answer.text()).trim()
    await delay(100)
  }
  throw new Error(output())
}

/** What a Node that is too old sees: its version is all that differs. */
const asNode = (version: string) =>
  `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'${version}'})`

/** What the packed programs must be, and that they run. */
export const programPackages = (tarballs: () => Tarballs) =>
  describe('the programs', () => {
    const installed = (...names: (keyof Tarballs)[]): Project => {
      const made = project(names.map(name => tarballs()[name]))
      onTestFinished(() => made[Symbol.dispose]())
      return made
    }

    it.each(['cli', 'server'] as const)(
      'the package of the %s is correct for publint and arethetypeswrong',
      async name => {
        await Promise.all([
          bin('publint', 'run', '--strict', tarballs()[name]),
          bin('attw', '--profile', 'esm-only', tarballs()[name]),
        ])
        const { folder } = installed('client', name)
        const manifest = JSON.parse(
          readFileSync(join(folder, `node_modules/@peermetrics/${name}/package.json`), 'utf8'),
        )
        expect(Object.keys(manifest.scripts).filter(script => /install/.test(script))).toEqual([])
      },
    )

    describe('the installed command line', () => {
      it('has nothing of the server, and no TypeScript that runs', async () => {
        const { folder, packages } = installed('client', 'cli')
        expect(packages).toEqual(
          [
            '@bomb.sh/tab',
            '@bufbuild/protobuf',
            '@connectrpc/connect',
            '@connectrpc/connect-node',
            '@connectrpc/connect-web',
            '@peermetrics/cli',
            '@peermetrics/client',
            'commander',
            'csv-stringify',
            'get-east-asian-width',
            'string-width',
            'strip-ansi',
            'ansi-regex',
          ].toSorted(),
        )
        await using server = await startTestServer(lightEngine(), { adminApiToken: ADMIN_API_TOKEN })
        const program = join(folder, 'node_modules/@peermetrics/cli/bin/peermetrics.js')
        const env = { HOME: folder, PEERMETRICS_URL: server.url, PEERMETRICS_TOKEN: ADMIN_API_TOKEN }
        const { stdout } = await run(process.execPath, [program, 'apps', 'list'], { env })
        expect(stdout).toContain(server.apiKey)
        const failed = await run(process.execPath, [program, 'frobnicate'], { env }).catch(error => error)
        expect(failed.code).toBe(2)
      })
    })

    describe('the installed server', () => {
      it('starts, answers, serves its console and stops', async () => {
        const { folder } = installed('client', 'server')
        const root = join(folder, 'node_modules/@peermetrics/server')
        expect(existsSync(join(root, 'src'))).toBe(false)
        const typescript = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(name =>
          /(?<!\.d)\.tsx?$/.test(name),
        )
        expect(typescript).toEqual([])
        const port = await freePort()
        const env = { DATA_DIR: join(folder, 'data'), PORT: String(port), PATH: process.env['PATH'] ?? '' }
        const server = start(join(root, 'bin/peermetrics-server.js'), env)
        expect(await answered(`http://127.0.0.1:${port}/readyz`, server)).toBe('ready')
        expect((await fetch(`http://127.0.0.1:${port}/icon.svg`)).status).toBe(200)
        const health = await run(process.execPath, [join(root, 'bin/peermetrics-server.js'), 'health'], { env })
        expect(health.stderr).toBe('')
        server.child.kill('SIGTERM')
        expect(await server.exited).toEqual([0, null])
        expect(server.output()).not.toContain('npm run replay')
      })
    })

    describe('a Node that is too old', () => {
      it.each([
        ['bin/peermetrics-server.js', 'peermetrics-server'],
        ['packages/cli/bin/peermetrics.js', 'peermetrics'],
      ])('is refused by %s with one line, in a clone without development dependencies, too', async (program, name) => {
        const clone = mkdtempSync(join(tmpdir(), 'peermetrics-clone-'))
        onTestFinished(() => rmSync(clone, { recursive: true }))
        for (const part of ['bin', 'packages/cli/bin', 'packages/cli/tsconfig.json', 'src/server-cli']) {
          cpSync(part, join(clone, part), { recursive: true })
        }
        cpSync('package.json', join(clone, 'package.json'))
        mkdirSync(join(clone, 'node_modules'))
        symlinkSync(resolve('node_modules/commander'), join(clone, 'node_modules/commander'))
        const words = ['--import', asNode('20.19.4'), join(clone, program)]
        const { code, stdout, stderr } = await run(process.execPath, words).catch(error => error)
        expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
        expect(stderr).toMatch(new RegExp(`^${name} needs Node.js 24.7 or newer, and this is 20.19.4[^\\n]*\\n$`))
      })
    })
  })
