import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { operator } from '../../test/cli/cli-process.ts'
import { connectPages, joinCall } from '../../test/operations/support/page.ts'
import { type Acknowledged, startPatientClients } from '../../test/operations/support/patient-clients.ts'
import { compareWithStored, storedOf } from '../../test/operations/support/stored-acknowledged.ts'
import { ADMIN_API_TOKEN } from '../../test/support/accounts.ts'
import type { Engine, TestDatabase } from '../../test/support/database.ts'
import { type ServerProcess, startServerProcess } from '../../test/support/server-process.ts'
import type { Trial } from '../part.ts'

const NAME = 'backed up'

export interface BackupPlan {
  /** Makes an empty database. */
  createDatabase(engine: Engine, options?: { migrated: boolean }): Promise<TestDatabase>
  /** Answers that are awaited before the backup. */
  answers: number
}

/** Without secrets in its environment the server makes some, which a backup has, too. */
const withOwnSecrets = { ADMIN_API_TOKEN, INIT_TOKEN_SECRET: '', SESSION_TOKEN_SECRET: '' }

/** Backs a server with the embedded database up while reports come in, and starts another one on the copy. */
export async function backUpEmbedded({ createDatabase, answers }: BackupPlan): Promise<Trial> {
  using folder = temporaryFolder()
  await using database = await createDatabase('embedded')
  await using server = await startServerProcess(database, withOwnSecrets)
  const file = join(folder.path, 'backup.tar')
  const { before, token } = await backUpUnderLoad(server, answers, async () => {
    using person = operator()
    const args = ['backup', '--output', file, '--url', server.url, '--token', ADMIN_API_TOKEN]
    const { code, stderr } = await person.run(args)
    if (code !== 0) throw new Error(`The backup ended with ${code}: ${stderr}`)
  })
  const dataDir = join(folder.path, 'restored')
  mkdirSync(dataDir)
  execFileSync('tar', ['-xf', file, '-C', dataDir])
  return await judge('embedded', before, { dataDir, databaseUrl: null }, { environment: withOwnSecrets, token })
}

/** Backs a PostgreSQL database up as docs/backup.md says, while reports come in, and starts a server on the copy. */
export async function backUpPostgres({ createDatabase, answers }: BackupPlan): Promise<Trial> {
  using folder = temporaryFolder()
  await using database = await createDatabase('postgres')
  await using server = await startServerProcess(database)
  const file = join(folder.path, 'peermetrics.dump')
  const { before, token } = await backUpUnderLoad(server, answers, async () => {
    execFileSync('pg_dump', ['--format=custom', `--file=${file}`, database.config.databaseUrl ?? ''])
  })
  await using copy = await createDatabase('postgres', { migrated: false })
  const url = copy.config.databaseUrl ?? ''
  execFileSync('pg_restore', ['--exit-on-error', '--no-owner', `--dbname=${url}`, file])
  return await judge('postgres', before, copy.config, { environment: {}, token })
}

/** @returns what had been acknowledged when the backup began, and a session token of before */
async function backUpUnderLoad(
  server: ServerProcess,
  answers: number,
  backUp: () => Promise<void>,
): Promise<{ before: Acknowledged; token: string }> {
  const pages = await connectPages(server.api, NAME, 4)
  const load = startPatientClients(server.api, pages, { clients: 8, name: NAME })
  await load.answered(answers)
  const before = load.acknowledged()
  await backUp()
  await load.stop()
  await server.stop()
  return { before, token: pages[0]?.page.token ?? '' }
}

async function judge(
  engine: Engine,
  before: Acknowledged,
  config: TestDatabase['config'],
  { environment, token }: { environment: Record<string, string>; token: string },
): Promise<Trial> {
  const copy: TestDatabase = { config, [Symbol.asyncDispose]: async () => {} }
  await using server = await startServerProcess(copy, environment)
  const tick = await server.post('/events/browser', { token, eventName: 'tick' })
  await joinCall(server.api, { conferenceId: 'after the restore', userId: 'alice' })
  const { code } = await server.stop()
  const { lost, doubled } = compareWithStored(before, await storedOf(copy, NAME))
  const tried = before.stats.length + before.tracks.length + before.users.length
  return {
    what: 'backup under load, and restore',
    engine,
    tried,
    survived: tried - lost.length,
    lost: lost.length + doubled.length,
    measured: {},
    faults: [
      ...(lost.length > 0 ? [`${lost.length} acknowledged before it are missing: ${lost.slice(0, 3).join(', ')}`] : []),
      ...(doubled.length > 0 ? [`${doubled.length} are there twice`] : []),
      ...(tick.status === 200 ? [] : [`a token of before is answered ${tick.status}: ${tick.text}`]),
      ...(code === 0 ? [] : [`the server on the copy ended with ${code}`]),
    ],
  }
}

function temporaryFolder(): Disposable & { path: string } {
  const path = mkdtempSync(join(tmpdir(), 'peermetrics-backup-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}
