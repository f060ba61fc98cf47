import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { operator } from '../cli/cli-process.ts'
import { connectPages, joinCall } from '../operations/support/page.ts'
import { startPatientClients } from '../operations/support/patient-clients.ts'
import { compareWithStored, storedOf } from '../operations/support/stored-acknowledged.ts'
import { ADMIN_API_TOKEN, createAccount } from '../support/accounts.ts'
import { createDatabase, type TestDatabase } from '../support/database.ts'
import { type ServerProcess, startServerProcess } from '../support/server-process.ts'
import { startTestServer } from '../support/test-server.ts'

const NAME = 'backed up'

/** Reports before the backup, and while it is made. */
const ANSWERS = 300

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'peermetrics-backup-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** The server makes its own secrets. */
const withOwnSecrets = { ADMIN_API_TOKEN, INIT_TOKEN_SECRET: '', SESSION_TOKEN_SECRET: '' }

/** Runs the command line as a superuser does. */
async function backUp({ url }: Pick<ServerProcess, 'url'>, output: string, token = ADMIN_API_TOKEN) {
  using person = operator()
  return await person.run(['backup', '--output', output, '--url', url, '--token', token])
}

/** A database of what `restore` brought back. */
const restored = (config: TestDatabase['config']): TestDatabase => ({ config, [Symbol.asyncDispose]: async () => {} })

describe('a backup of the embedded database', () => {
  it('has everything that was acknowledged before it, although reports come in while it is made', async () => {
    await using database = await createDatabase('embedded')
    await using server = await startServerProcess(database, withOwnSecrets)
    const pages = await connectPages(server.api, NAME, 4)
    const load = startPatientClients(server.api, pages, { clients: 8, name: NAME })
    await load.answered(ANSWERS)
    const before = load.acknowledged()
    const file = join(folder, 'backup.tar')
    expect(await backUp(server, file)).toMatchObject({ code: 0, stderr: '' })
    const after = await load.stop()
    expect(after.stats.length).toBeGreaterThan(before.stats.length)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder)).toEqual(['backup.tar'])
    await server.stop()

    const dataDir = join(folder, 'restored')
    mkdirSync(dataDir)
    execFileSync('tar', ['-xf', file, '-C', dataDir])
    const copy = restored({ dataDir, databaseUrl: null })
    await using next = await startServerProcess(copy, withOwnSecrets)
    // The secrets came with it: tokens of before are valid.
    await pages[0]?.page.at(next.api).post('/events/browser', { eventName: 'tick' })
    await joinCall(next.api, { conferenceId: 'after the restore', userId: 'alice' })
    expect(await next.stop()).toEqual({ code: 0, signal: null })
    const { lost, doubled } = compareWithStored(before, await storedOf(copy, NAME))
    expect({ lost, doubled }).toEqual({ lost: [], doubled: [] })
  }, 90_000)

  it('replaces no file, and leaves none when it is refused', async () => {
    await using server = await startTestServer('embedded', { adminApiToken: ADMIN_API_TOKEN })
    const { token } = await createAccount(server, 'nobody@server.test')
    const file = join(folder, 'backup.tar')
    const refused = await backUp(server, file, token)
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('not allowed') })
    expect(readdirSync(folder)).toEqual([])
    writeFileSync(file, 'kept')
    expect(await backUp(server, file)).toMatchObject({ code: 2, stderr: expect.stringContaining('exists') })
    expect(statSync(file).size).toBe(4)
  }, 60_000)
})

describe.runIf(inject('postgresUrl'))('a backup of PostgreSQL', () => {
  it('is not made by the server, which says what makes it', async () => {
    await using server = await startTestServer('postgres', { adminApiToken: ADMIN_API_TOKEN })
    const file = join(folder, 'backup.tar')
    expect(await backUp(server, file)).toMatchObject({ code: 1, stderr: expect.stringContaining('pg_dump') })
    expect(readdirSync(folder)).toEqual([])
  }, 60_000)

  it('has everything that was acknowledged before it, when it is made as docs/backup.md says', async () => {
    await using database = await createDatabase('postgres')
    await using server = await startServerProcess(database)
    const load = startPatientClients(server.api, await connectPages(server.api, NAME, 4), { clients: 8, name: NAME })
    await load.answered(ANSWERS)
    const before = load.acknowledged()
    const file = join(folder, 'peermetrics.dump')
    execFileSync('pg_dump', ['--format=custom', `--file=${file}`, database.config.databaseUrl ?? ''])
    await load.stop()
    await server.stop()

    await using copy = await createDatabase('postgres', { migrated: false })
    const url = copy.config.databaseUrl ?? ''
    execFileSync('pg_restore', ['--exit-on-error', '--no-owner', `--dbname=${url}`, file])
    await using next = await startServerProcess(copy)
    await joinCall(next.api, { conferenceId: 'after the restore', userId: 'alice' })
    expect(await next.stop()).toEqual({ code: 0, signal: null })
    const { lost, doubled } = compareWithStored(before, await storedOf(copy, NAME))
    expect({ lost, doubled }).toEqual({ lost: [], doubled: [] })
  }, 90_000)
})
