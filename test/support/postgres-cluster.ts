import { type ChildProcess, type ExecFileSyncOptions, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { freePort } from './free-port.ts'

/** A PostgreSQL server of its own, which a test may treat badly. */
export interface PostgresCluster extends AsyncDisposable {
  /** Of its database. */
  url: string
  /** Starts it, and waits until it answers. */
  start(): Promise<void>
  /** Ends all its processes, which learn nothing of it. */
  kill(): Promise<void>
  /** What `pg_ctl restart -m immediate` does: it lets go of everything, and begins anew. */
  restartImmediately(): Promise<void>
  /** Its processes stand still: connections stay, and nothing is answered. */
  freeze(): void
  thaw(): void
  /** Kills and removes it without waiting: for a program that is ended itself. */
  abandon(): void
}

const START_LIMIT_MS = 20_000

/** PostgreSQL refuses to run as root. */
const ACCOUNT = 'postgres'

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  fsync: 'on',
  synchronous_commit: 'on',
  // In the data folder: a cluster is killed, and would leave what it has elsewhere.
  dynamic_shared_memory_type: 'mmap',
}

/** Of a cluster whose data nobody needs after a crash of the machine: nothing waits for a disk. */
export const FORGETFUL = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

/** Names and values, as in postgresql.conf. */
type Settings = Record<string, string>

/** Folder of PostgreSQL's server programs; null where there are none. */
export function findPostgresPrograms(): string | null {
  const installed = '/usr/lib/postgresql'
  const versions = existsSync(installed) ? readdirSync(installed) : []
  const folders = [
    ...(process.env['PATH'] ?? '').split(':'),
    ...versions.sort((a, b) => Number(b) - Number(a)).map(version => join(installed, version, 'bin')),
  ]
  return (
    folders.find(folder =>
      ['initdb', 'pg_basebackup', 'postgres'].every(program => existsSync(join(folder, program))),
    ) ?? null
  )
}

/** Sets up and starts a cluster. @param programs folder of the server programs. @param parent folder for its data */
export async function startPostgresCluster(
  programs: string,
  parent = tmpdir(),
  settings: Settings = {},
): Promise<PostgresCluster> {
  const initdb = ['-U', ACCOUNT, '-A', 'trust', '-E', 'UTF8', '--no-sync']
  return await startCluster(programs, parent, settings, (folder, options) => {
    execFileSync(join(programs, 'initdb'), ['-D', folder, ...initdb], options)
  })
}

/** Makes a standby of a cluster by a base backup, and starts it: it follows by streaming. */
export async function startStandby(programs: string, { url }: Pick<PostgresCluster, 'url'>): Promise<PostgresCluster> {
  const backup = ['--dbname', url, '--write-recovery-conf', '--wal-method=stream', '--checkpoint=fast', '--no-sync']
  return await startCluster(programs, tmpdir(), {}, (folder, options) => {
    execFileSync(join(programs, 'pg_basebackup'), ['--pgdata', folder, ...backup], options)
  })
}

async function startCluster(
  programs: string,
  parent: string,
  ownSettings: Settings,
  fill: (folder: string, options: ExecFileSyncOptions) => void,
): Promise<PostgresCluster> {
  const folder = mkdtempSync(join(parent, 'peermetrics-postgres-'))
  const account = process.getuid?.() === 0 ? idsOf(ACCOUNT) : undefined
  if (account) chownSync(folder, account.uid, account.gid)
  const port = await freePort()
  const options = { ...account, cwd: folder, env: { LC_ALL: 'C.UTF-8' } }
  fill(folder, { ...options, stdio: ['ignore', 'ignore', 'inherit'] })
  const settings = Object.entries({
    ...SETTINGS,
    ...ownSettings,
    port: String(port),
    unix_socket_directories: '',
  })
  const flags = settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const url = `postgres://${ACCOUNT}@127.0.0.1:${port}/postgres`
  const spawnServer = () => spawn(join(programs, 'postgres'), ['-D', folder, ...flags], { ...options, stdio: 'ignore' })
  let server = spawnServer()
  const start = async () => {
    if (hasEnded(server)) server = spawnServer()
    await waitUntilAnswering(url, server)
  }
  const kill = async () => {
    if (hasEnded(server)) return
    const ended = once(server, 'exit')
    // Stopped first: nothing is forked while its children are counted.
    server.kill('SIGSTOP')
    const all = withChildren(server)
    sendAll(all, 'SIGKILL')
    await ended
    while (all.some(isAlive)) await delay(5)
  }
  const cluster: PostgresCluster = {
    url,
    start,
    kill,
    restartImmediately: async () => {
      const ended = once(server, 'exit')
      server.kill('SIGQUIT')
      await ended
      await start()
    },
    freeze: () => sendAll(withChildren(server), 'SIGSTOP'),
    thaw: () => sendAll(withChildren(server), 'SIGCONT'),
    abandon: () => {
      sendAll(withChildren(server), 'SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    },
    [Symbol.asyncDispose]: async () => {
      await kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  try {
    await start()
  } catch (error) {
    await cluster[Symbol.asyncDispose]()
    throw error
  }
  return cluster
}

async function waitUntilAnswering(url: string, server: ChildProcess): Promise<void> {
  for (const end = Date.now() + START_LIMIT_MS; Date.now() < end && !hasEnded(server); await delay(20)) {
    const client = new pg.Client({ connectionString: url })
    // Until it has recovered it refuses.
    const answers = await client.connect().then(
      () => true,
      () => false,
    )
    await client.end().catch(() => {})
    if (answers) return
  }
  throw new Error(`PostgreSQL does not answer; exit code ${server.exitCode}`)
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null

function withChildren({ pid }: ChildProcess): number[] {
  if (pid === undefined) return []
  const { stdout } = spawnSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' })
  return [pid, ...stdout.split('\n').filter(Boolean).map(Number)]
}

const isAlive = (pid: number): boolean => send(pid, 0)

function sendAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) send(pid, signal)
}

/** @returns false when the process has ended meanwhile */
function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal)
  } catch {
    return false
  }
}

function idsOf(account: string): { uid: number; gid: number } {
  const id = (flag: string) => Number(execFileSync('id', [flag, account], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}
