import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { addConnection, join, statsReport } from './support/call.ts'
import { createDatabase, engines } from './support/database.ts'
import { databaseEnvironment } from './support/server-process.ts'
import { startTestServer } from './support/test-server.ts'

const MAIN = fileURLToPath(new URL('../src/raw-events/main.ts', import.meta.url))

describe.each(engines())('the raw events of a conference on %s', engine => {
  it('are printed as they were reported, a line each, in order of event time', async () => {
    await using database = await createDatabase(engine)
    await using server = await startTestServer(engine, {}, database)
    const caller = await join(server, { conferenceId: 'raw', userId: 'alice' })
    const { connectionId } = await addConnection(server, caller, 'bob', { delta: 3000 })
    const { token } = caller
    await server.post('/events/browser', { token, eventName: 'tabFocus', focus: true, delta: 1000 })
    await server.post('/stats', { token, connectionId, data: statsReport(7), timeTaken: 3, delta: 2000 })
    await server.stop()

    const { c: conferenceId } = JSON.parse(Buffer.from(caller.initToken.split('.')[1] ?? '', 'base64url').toString())
    const output = execFileSync(process.execPath, [MAIN, conferenceId], {
      env: databaseEnvironment(database),
      encoding: 'utf8',
    })
    const events = output
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(events).toMatchObject([
      { type: 'addConnection', category: 'connection', report: null },
      { type: 'stats', connectionId, data: { timeTaken: 3 }, report: statsReport(7) },
      { type: 'tabFocus', category: 'browser', data: { focus: true }, report: null },
    ])
  })
})
