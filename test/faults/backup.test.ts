import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { backUpEmbedded, backUpPostgres } from '../../torture/backup/trials.ts'
import { operator } from '../cli/cli-process.ts'
import { ADMIN_API_TOKEN, createAccount } from '../support/accounts.ts'
import { createDatabase } from '../support/database.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'

const survived = { lost: 0, faults: [] }

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'peermetrics-backup-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function backUp({ url }: TestServer, output: string, token = ADMIN_API_TOKEN) {
  using person = operator()
  return await person.run(['backup', '--output', output, '--url', url, '--token', token])
}

describe('a backup of the embedded database', () => {
  it('has everything that was acknowledged before it, although reports come in while it is made', async () => {
    expect(await backUpEmbedded({ createDatabase, answers: 100 })).toMatchObject(survived)
  }, 90_000)

  it('is a file for its owner, which replaces no other, and is not there when it was refused', async () => {
    await using server = await startTestServer('embedded', { adminApiToken: ADMIN_API_TOKEN })
    const { token } = await createAccount(server, 'nobody@server.test')
    const file = join(folder, 'backup.tar')
    const refused = await backUp(server, file, token)
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('lack the permission') })
    expect(readdirSync(folder)).toEqual([])
    writeFileSync(file, 'kept')
    expect(await backUp(server, file)).toMatchObject({ code: 2, stderr: expect.stringContaining('exists') })
    expect(statSync(file).size).toBe(4)
    rmSync(file)
    expect(await backUp(server, file)).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining(file) })
    expect(readdirSync(folder)).toEqual(['backup.tar'])
    expect(statSync(file).mode & 0o777).toBe(0o600)
  }, 60_000)
})

describe.runIf(inject('postgresUrl'))('a backup of PostgreSQL', () => {
  it('is not made by the server, which says what makes it', async () => {
    await using server = await startTestServer('postgres', { adminApiToken: ADMIN_API_TOKEN })
    expect(await backUp(server, join(folder, 'backup.tar'))).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('pg_dump'),
    })
    expect(readdirSync(folder)).toEqual([])
  }, 60_000)

  it('has everything that was acknowledged before it, when it is made as docs/backup.md says', async () => {
    expect(await backUpPostgres({ createDatabase, answers: 100 })).toMatchObject(survived)
  }, 90_000)
})
