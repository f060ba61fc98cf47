import { describe, expect, it } from 'vitest'
import { playCall } from '../../support/call.ts'
import { readStored } from '../stored.ts'
import './ages.ts'
import './bodies.ts'
import './http-conventions.ts'
import { server } from './server.ts'
import './tokens.ts'

// The suites are in the modules imported above.
describe('after all of it', () => {
  it('a good call is served', async () => {
    await expect(playCall(server)).resolves.toBeUndefined()
  })

  it('the server stops without waiting for connections on which nothing is asked', async () => {
    await server.post('/initialize', {})
    const startedAt = performance.now()
    await server.stop()
    expect(performance.now() - startedAt).toBeLessThan(2000)
  })

  it('huge ages have been stored as 31 days, negative ones not at all', async () => {
    const { ages, unwanted } = await readStored(server, {
      ages: `select extract(epoch from received_at - created_at)::float as seconds from event where type = 'old'`,
      unwanted: `select type from event where type in ('negative', 'infinite')`,
    })
    expect(ages).toEqual(Array.from({ length: 9 }, () => ({ seconds: 31 * 24 * 60 * 60 })))
    expect(unwanted).toEqual([])
  })
})
