import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ClientLocatorOptions } from '../../src/geo/client-locator.ts'
import { locatingProxies } from '../../src/geo/proxy-headers.ts'
import { engines, lightEngine } from '../support/database.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'
import { type GeoIp, locate, locateByRpc, unknown } from './located-session.ts'
import { database, inFrance, inLondon, inMunich, london, munich } from './networks.ts'

/** Bytes of UTF-8 as a header carries them. */
const utf8 = (text: string) => Buffer.from(text).toString('latin1')

const cloudflare = {
  'CF-IPCountry': 'BR',
  'CF-Region-Code': 'SP',
  'CF-IPCity': utf8('São Paulo'),
  'CF-IPLatitude': '-23.54770',
  'CF-IPLongitude': '-46.63580',
}
const saoPaulo = { country_code: 'BR', region_code: 'SP', city: 'São Paulo', latitude: -23.5477, longitude: -46.6358 }

const cloudfront = {
  'CloudFront-Viewer-Country': 'JP',
  'CloudFront-Viewer-Country-Region': '23',
  'CloudFront-Viewer-City': '%C5%8Cbu',
  'CloudFront-Viewer-Latitude': '35.01330',
  'CloudFront-Viewer-Longitude': '136.95810',
}
const obu = { country_code: 'JP', region_code: '23', city: 'Ōbu', latitude: 35.0133, longitude: 136.9581 }

const appengine = {
  'X-AppEngine-Country': 'US',
  'X-AppEngine-Region': 'ca',
  'X-AppEngine-City': 'mountain view',
  'X-AppEngine-CityLatLong': '37.386051,-122.083851',
}
const mountainView = {
  country_code: 'US',
  region_code: 'CA',
  city: 'mountain view',
  latitude: 37.386051,
  longitude: -122.083851,
}

const noPlace = { latitude: null, longitude: null }

const cases: [string, Record<string, string>, GeoIp][] = [
  ['Cloudflare says it', cloudflare, saoPaulo],
  ['CloudFront says it', cloudfront, obu],
  ['App Engine says it', appengine, mountainView],
  [
    'App Engine knows the country only',
    {
      ...appengine,
      'X-AppEngine-Region': '?',
      'X-AppEngine-City': '?',
      'X-AppEngine-CityLatLong': '0.000000,0.000000',
    },
    { ...unknown, country_code: 'US' },
  ],
  ['two say it: the network in front wins', { ...appengine, ...cloudflare }, saoPaulo],
  ['the first does not know it', { ...appengine, 'CF-IPCountry': 'XX' }, mountainView],
  ['the client uses Tor', { 'CF-IPCountry': 'T1' }, unknown],
  ['App Engine does not know it', { 'X-AppEngine-Country': 'ZZ' }, unknown],
  ['nobody says anything', {}, unknown],
  ['the latitude is none', { ...cloudflare, 'CF-IPLatitude': '-91' }, { ...saoPaulo, ...noPlace }],
  ['the longitude is none', { ...cloudfront, 'CloudFront-Viewer-Longitude': '1e3' }, { ...obu, ...noPlace }],
  ['the place is half', { ...appengine, 'X-AppEngine-CityLatLong': '37.386051' }, { ...mountainView, ...noPlace }],
  ['the place is garbage', { ...appengine, 'X-AppEngine-CityLatLong': ',,,;drop' }, { ...mountainView, ...noPlace }],
  ['the city is badly encoded', { ...cloudfront, 'CloudFront-Viewer-City': '%C5%8' }, { ...obu, city: null }],
  ['the city holds a NUL', { ...cloudfront, 'CloudFront-Viewer-City': 'a%00b' }, { ...obu, city: null }],
  ['the city is Latin-1', { ...cloudflare, 'CF-IPCity': 'São Paulo' }, saoPaulo],
  ['the country is garbage', { ...cloudflare, 'CF-IPCountry': "BR'; drop table session" }, unknown],
  ['the address is in the database', { 'X-Real-IP': inMunich }, munich],
  ['the IPv6 address is in the database', { 'X-Forwarded-For': inLondon }, london],
  ['the network is registered in a country', { 'X-Real-IP': inFrance }, { ...unknown, country_code: 'FR' }],
  ['the record is odd', { 'X-Real-IP': '2400::1' }, unknown],
  ['the address is in no table', { 'X-Real-IP': '1.1.1.1' }, unknown],
  ['headers and the database differ', { ...cloudflare, 'X-Real-IP': inMunich }, saoPaulo],
  ['headers know less of the same country', { 'CF-IPCountry': 'DE', 'X-Real-IP': inMunich }, munich],
  ['headers name another country', { 'CF-IPCountry': 'AT', 'X-Real-IP': inMunich }, { ...unknown, country_code: 'AT' }],
]

describe.each(engines())('a client on %s is located when', engine => {
  let folder: string
  let server: TestServer
  let suspicious: TestServer

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'peermetrics-geo-'))
    const path = join(folder, 'city.mmdb')
    writeFileSync(path, database())
    const geo: ClientLocatorOptions = { database: path, proxies: locatingProxies, ipstack: null }
    server = await startTestServer(engine, { geo, trustedProxies: ['127.0.0.0/8'] })
    suspicious = await startTestServer(engine, { geo, trustedProxies: ['10.0.0.0/8'] })
  })
  afterAll(async () => {
    await server[Symbol.asyncDispose]()
    await suspicious[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true })
  })

  it.each(cases)('%s', async (_what, headers, expected) => {
    expect(await locate(server, headers)).toEqual(expected)
    expect(await locateByRpc(server, headers)).toEqual(expected)
  })

  it('by no header of somebody who is no trusted proxy', async () => {
    const headers = { ...cloudflare, ...cloudfront, ...appengine, 'X-Real-IP': inMunich, 'X-Forwarded-For': inMunich }
    expect(await locate(suspicious, headers)).toEqual(unknown)
    expect(await locateByRpc(suspicious, headers)).toEqual(unknown)
  })
})

describe('location headers', () => {
  it.each([
    ['of others than those in use', ['appengine'], mountainView],
    ['of nobody when none are in use', [], unknown],
  ] as const)('do not count %s', async (_what, proxies, expected) => {
    const geo: ClientLocatorOptions = { database: null, proxies, ipstack: null }
    await using server = await startTestServer(lightEngine(), { geo, trustedProxies: ['127.0.0.1'] })
    expect(await locate(server, { ...cloudflare, ...appengine })).toEqual(expected)
  })
})
