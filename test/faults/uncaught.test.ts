import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDatabase, lightEngine, type TestDatabase } from '../support/database.ts'
import { type ServerProcess, startServerProcess } from '../support/server-process.ts'
import { exchange } from '../support/test-server.ts'

/** Puts a fault into the server that a signal sets off: in a timer, or in a promise that nobody waits for. */
const FAULTS = `
  process.on('SIGUSR2', () => setTimeout(() => { throw new Error('a fault') }))
  process.on('SIGHUP', () => void Promise.reject(new Error('a fault')))`

describe('a server in which something throws that nobody catches', () => {
  let database: TestDatabase
  let server: ServerProcess
  beforeAll(async () => {
    database = await createDatabase(lightEngine())
    const options = `--import=data:text/javascript,${encodeURIComponent(FAULTS)}`
    server = await startServerProcess(database, { NODE_OPTIONS: options })
  })
  afterAll(async () => {
    await server[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
  })

  it.each([
    ['SIGUSR2', 'an exception was not caught'],
    ['SIGHUP', 'a rejection was not handled'],
  ] as const)('logs it and lives on (%s)', async (signal, message) => {
    server.kill(signal)
    expect(await server.logged(message)).toMatchObject({ level: 60, err: { message: 'a fault' } })
    expect((await exchange('GET', `${server.url}/readyz`)).status).toBe(200)
  })

  it('stops as on a signal when it happens again and again, and says so by its exit code', async () => {
    const seen = () => server.log().filter(({ level }) => level === 60).length
    for (let faults = seen() + 1; faults <= 10; faults++) {
      server.kill('SIGUSR2')
      await expect.poll(seen).toBeGreaterThanOrEqual(faults)
    }
    expect(await server.exited).toEqual({ code: 1, signal: null })
    expect(server.log().at(-1)).toMatchObject({ msg: 'stopped' })
  })
})
