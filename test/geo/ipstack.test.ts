import type { ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createDatabase, engines, lightEngine } from '../support/database.ts'
import { startServerProcess } from '../support/server-process.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'
import { type IpstackServer, located, startIpstackServer } from './ipstack-server.ts'
import { beginSession, eventually, geoIpOf, locate, unknown } from './located-session.ts'

const KEY = 'key-of-the-provider'

const stockholm = { country_code: 'SE', region_code: 'AB', city: 'Stockholm', latitude: 59.3, longitude: 18.1 }

let ipstack: IpstackServer
beforeEach(async () => {
  ipstack = await startIpstackServer()
})
afterEach(() => ipstack[Symbol.asyncDispose]())

const start = (engine: 'embedded' | 'postgres', proxies: 'cloudflare'[] = []) =>
  startTestServer(engine, {
    geo: { database: null, proxies, ipstack: { url: ipstack.url, accessKey: KEY } },
    trustedProxies: ['127.0.0.0/8'],
  })

const from = (address: string) => ({ 'x-real-ip': address })

/** Where the client of a session is once somebody outside was asked. */
const locatedLater = async (server: TestServer, address: string) => {
  const token = await beginSession(server, from(address))
  return await eventually(
    () => geoIpOf(server, token),
    ({ country_code }) => country_code !== null,
  )
}

describe.each(engines())('a client on %s whose address is looked up outside', engine => {
  it('is located after its session was stored, once an address', async () => {
    await using server = await start(engine)
    expect(await locatedLater(server, '8.8.8.8')).toEqual(stockholm)
    expect(await locatedLater(server, '8.8.8.8')).toEqual(stockholm)
    expect(await locatedLater(server, '2606:4700::1111')).toEqual(stockholm)
    expect(ipstack.asked).toEqual([
      `/8.8.8.8?access_key=${KEY}`,
      `/${encodeURIComponent('2606:4700::1111')}?access_key=${KEY}`,
    ])
    const rows = await server.rows('select geo_ip from session')
    expect(rows.map(({ geo_ip }) => geo_ip.city)).toEqual(['Stockholm', 'Stockholm', 'Stockholm'])
  })

  it('does not wait for that, nor does a server that stops', async () => {
    await using server = await start(engine)
    const held: ServerResponse[] = []
    ipstack.answer = (_address, response) => void held.push(response)
    const token = await beginSession(server, from('8.8.8.8'))
    expect(await geoIpOf(server, token)).toEqual(unknown)
    await eventually(
      async () => held.length,
      count => count === 1,
    )
    for (const response of held.splice(0)) located('', response)
    const geoIp = await eventually(
      () => geoIpOf(server, token),
      ({ city }) => city !== null,
    )
    expect(geoIp).toEqual(stockholm)

    await beginSession(server, from('8.8.4.4'))
    await eventually(
      async () => held.length,
      count => count === 1,
    )
    await server.stop()
    expect((await server.rows('select count(*)::int as sessions from session'))[0]).toEqual({ sessions: 2 })
  })

  it('is one of at most four who are asked about at once', async () => {
    await using server = await start(engine)
    const held: ServerResponse[] = []
    const most: number[] = []
    ipstack.answer = async (_address, response) => {
      if (held.push(response) !== 4) return
      await delay(100)
      most.push(held.length)
      for (const answered of held.splice(0)) located('', answered)
    }
    const addresses = Array.from({ length: 20 }, (_, index) => `8.8.4.${index}`)
    const tokens = await Promise.all(addresses.map(address => beginSession(server, from(address))))
    for (const token of tokens) {
      const geoIp = await eventually(
        () => geoIpOf(server, token),
        ({ city }) => city !== null,
      )
      expect(geoIp).toEqual(stockholm)
    }
    expect(most).toEqual([4, 4, 4, 4, 4])
  })
})

describe('nobody outside is asked', () => {
  it('about an address that has no place in the world, or a client whom a header locates', async () => {
    await using server = await start('embedded', ['cloudflare'])
    const special = ['10.0.0.1', '192.168.1.1', '::1', 'fd00::1', '100.64.0.1', 'not an address']
    for (const address of special) expect(await locate(server, from(address))).toEqual(unknown)
    expect(await locate(server, { ...from('8.8.4.4'), 'cf-ipcountry': 'NO' })).toMatchObject({ country_code: 'NO' })
    // Lookups have their turns in order: whoever came before the last one was passed over.
    expect(await locatedLater(server, '8.8.8.8')).toEqual(stockholm)
    expect(ipstack.asked).toEqual([`/8.8.8.8?access_key=${KEY}`])
  })
})

describe('a provider that fails', () => {
  const failures: [string, IpstackServer['answer']][] = [
    ['with a status', (_address, response) => void response.writeHead(503).end()],
    ['with no JSON', (_address, response) => void response.end('<html>')],
    ['with null', (_address, response) => void response.end('null')],
    [
      'with its own error',
      (_address, response) =>
        void response.end('{"success":false,"error":{"code":104,"type":"usage_limit_reached","info":"…"}}'),
    ],
    [
      'with nonsense',
      (_address, response) => void response.end('{"country_code":["SE"],"city":{},"latitude":"north"}'),
    ],
    ['by hanging up', (_address, response) => void response.destroy()],
    ['by sending us elsewhere', (_address, response) => void response.writeHead(302, { location: '/8.8.8.8' }).end()],
  ]

  it('leaves sessions without a location, and is asked again about the next', async () => {
    await using server = await start('embedded')
    for (const [index, [, answer]] of failures.entries()) {
      ipstack.answer = answer
      const token = await beginSession(server, from(`8.8.4.${index}`))
      await eventually(
        async () => ipstack.asked.length,
        count => count > index,
      )
      expect(await geoIpOf(server, token)).toEqual(unknown)
    }
    ipstack.answer = located
    expect(await locatedLater(server, '8.8.4.0')).toEqual(stockholm)
    expect(ipstack.asked).toHaveLength(failures.length + 1)
  })

  it('is told of in the log, without key and address', async () => {
    await using database = await createDatabase(lightEngine())
    await using server = await startServerProcess(database, {
      TRUSTED_PROXIES: '127.0.0.0/8',
      USE_EXTERNAL_GEOIP_PROVIDER: 'True',
      IPSTACK_URL: `${ipstack.url}/{}?language=en`,
      IPSTACK_ACCESS_KEY: KEY,
      CLIENT_ADDRESSES: 'none',
      LOG_LEVEL: 'trace',
    })
    for (const [index, [, answer]] of failures.entries()) {
      ipstack.answer = answer
      await locate(server, from(`8.8.4.${100 + index}`))
      await eventually(
        async () => ipstack.asked.length,
        count => count > index,
      )
    }
    await ipstack[Symbol.asyncDispose]()
    await locate(server, from('8.8.4.200'))
    const lines = () => server.log().filter(({ msg }) => msg === 'a GeoIP lookup failed')
    await eventually(
      async () => lines(),
      failed => failed.length === 6,
    )
    await server.stop()
    expect(lines().map(({ reason }) => reason)).toEqual([
      'HTTP 503',
      'the answer is no JSON',
      'refused: usage_limit_reached',
      expect.any(String),
      expect.any(String),
      'ECONNREFUSED',
    ])
    expect(ipstack.asked[0]).toBe(`/8.8.4.100?language=en&access_key=${KEY}`)
    expect(server.output.stdout).not.toContain(KEY)
    expect(server.output.stdout).not.toContain('8.8.4.')
  })
})
