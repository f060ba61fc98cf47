import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describe, expect, inject, it } from 'vitest'
import { playCall } from '../support/call.ts'
import { createDatabase, type TestDatabase } from '../support/database.ts'
import { engineFlags } from '../support/engine-flags.ts'
import { readRows } from '../support/stored-rows.ts'
import { exchange, startTestServer, type TestServer } from '../support/test-server.ts'

const LAUNCHER = fileURLToPath(new URL('../../bin/peermetrics-server.js', import.meta.url))

async function run(target: TestDatabase, args: readonly string[]) {
  const env = { PATH: process.env['PATH'], DATABASE_URL: target.config.databaseUrl ?? '' }
  const child = spawn(process.execPath, [...engineFlags, LAUNCHER, 'import', ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text: Buffer) => {
      output += text
    })
  }
  const [code] = await once(child, 'close')
  return { code, output }
}

/** What a server says of its only call. */
async function answers(server: TestServer): Promise<string[]> {
  const { body } = await exchange('GET', `${server.api}/apps`)
  const appId = body.data[0].id
  const calls = await exchange('GET', `${server.api}/conferences?appId=${appId}`)
  const events = await exchange('GET', `${server.api}/conferences/${calls.body.data[0].id}/events`)
  return [JSON.stringify(body), calls.text, events.text]
}

describe.runIf(inject('postgresUrl'))('an embedded database', () => {
  it('moves to PostgreSQL with everything in it, and answers the same there', async () => {
    await using data = await createDatabase('embedded')
    await using target = await createDatabase('postgres', { migrated: false })
    const { dataDir } = data.config
    let before: string[]
    {
      await using server = await startTestServer('embedded', { privateApiAuth: false }, data)
      await playCall(server)
      before = await answers(server)
      expect(await run(target, ['--from-data', dataDir])).toMatchObject({
        code: 1,
        output: expect.stringContaining('is in use by another server'),
      })
    }
    const same = { code: 0, output: expect.stringContaining('1 calls compared, 0 differ.') }
    expect(await run(target, ['--from-data', dataDir])).toEqual(same)
    expect(await readRows(target, 'select count(*)::int as packed from event where report is not null', [])).toEqual([
      { packed: 1 },
    ])
    {
      await using server = await startTestServer('postgres', { privateApiAuth: false }, target)
      expect(await answers(server)).toEqual(before)
    }
    await readRows(target, `update event set type = 'other' where report is null`, [])
    expect(await run(target, ['--from-data', dataDir, '--verify'])).toMatchObject({
      code: 1,
      output: expect.stringContaining('1 calls compared, 1 differ.'),
    })
  }, 90_000)
})
