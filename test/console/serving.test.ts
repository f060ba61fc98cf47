import { mkdtempSync, rmSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { consoleDoor } from '../../src/console/console-door.ts'
import { lightEngine } from '../support/database.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'

/** What a browser sends when a person opens an address. */
const NAVIGATION = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8', 'sec-fetch-mode': 'navigate' }

interface Answer {
  status: number
  headers: http.IncomingHttpHeaders
  body: Buffer
}

/** `fetch` unpacks by itself and cannot say how it navigates. */
function ask(url: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method, headers }, async response => {
      const parts: Buffer[] = []
      for await (const part of response) parts.push(part as Buffer)
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) })
    })
    request.on('error', reject).end()
  })
}

describe('the console', () => {
  let server: TestServer
  const open = (path: string, headers: Record<string, string> = NAVIGATION, method?: string) =>
    ask(server.url + path, headers, method)
  let asset = ''

  beforeAll(async () => {
    server = await startTestServer(lightEngine(), { publicPath: '/calls-console/', rateLimitPerMinute: 15 })
    const page = await open('/')
    asset = /src="\.(\/assets\/[^"]+\.js)"/.exec(page.body.toString())?.[1] ?? ''
  })
  afterAll(async () => await server[Symbol.asyncDispose]())

  it.each(['/', '/calls', '/conference/01a21acb-65cd-70da-829d-28817943dd2d?tab=events', '/no/such/page'])(
    'is one page at every address that a person opens: %s',
    async path => {
      const { status, headers, body } = await open(path)
      expect({ status, type: headers['content-type'], cache: headers['cache-control'] }).toEqual({
        status: 200,
        type: 'text/html; charset=utf-8',
        cache: 'no-cache',
      })
      expect(body.toString()).toContain('<div id="root">')
    },
  )

  it('takes navigations by their Accept header where a browser does not say that it navigates', async () => {
    expect((await open('/calls', { accept: 'text/html' })).status).toBe(200)
    expect((await open('/calls', { accept: 'text/html', 'sec-fetch-mode': 'cors' })).status).toBe(404)
    expect((await open('/calls', { accept: '*/*' })).status).toBe(404)
  })

  it.each([
    '/v1/conferences',
    '/v1',
    '/peermetrics.query.v1.QueryService/ListConferences',
    '/grpc.health.v1.Health/Check',
  ])('leaves what is for programs alone: %s', async path => {
    const { headers } = await open(path)
    expect(headers['content-security-policy']).toBeUndefined()
  })

  it('answers probes to browsers, too', async () => {
    expect((await open('/healthz')).body.toString()).toBe('ok\n')
  })

  it('finds its files below the path where a proxy publishes it', async () => {
    expect((await open('/')).body.toString()).toContain('<head><base href="/calls-console/">')
  })

  it('forbids the page everything but its own server', async () => {
    const { headers } = await open('/')
    expect(headers).toMatchObject({
      'content-security-policy': expect.stringMatching(/^default-src 'none'; script-src 'self'; style-src 'self';/),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
    })
    expect(headers['content-security-policy']).not.toContain('unsafe')
  })

  it('lets browsers keep hashed files for good, and sends them packed as asked for', async () => {
    const plain = await open(asset, {})
    expect(plain.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'Accept-Encoding',
    })
    const brotli = await open(asset, { 'accept-encoding': 'gzip, deflate, br' })
    expect(brotli.headers['content-encoding']).toBe('br')
    expect(brotliDecompressSync(brotli.body)).toEqual(plain.body)
    const gzip = await open(asset, { 'accept-encoding': 'gzip, br;q=0' })
    expect(gzip.headers['content-encoding']).toBe('gzip')
    expect(gunzipSync(gzip.body)).toEqual(plain.body)
  })

  it('answers 304 to who has the page already, and HEAD without a body', async () => {
    const page = await open('/')
    const again = await open('/', { ...NAVIGATION, 'if-none-match': `"other", ${page.headers.etag}` })
    expect({ status: again.status, length: again.body.length }).toEqual({ status: 304, length: 0 })
    const head = await open('/', NAVIGATION, 'HEAD')
    expect({ status: head.status, length: head.body.length }).toEqual({ status: 200, length: 0 })
    expect(head.headers['content-length']).toBe(String(page.body.length))
  })

  it('says that a file is missing, and never sends the page in its place', async () => {
    expect((await open('/assets/index-gone.js')).status).toBe(404)
    expect((await open('/assets/../../../package.json')).body.toString()).not.toContain('devDependencies')
    expect((await open('/.vite/manifest.json', {})).status).toBe(404)
  })

  it('is not counted against the client that asks', async () => {
    const statuses = await Promise.all(Array.from({ length: 40 }, async () => (await open('/')).status))
    expect(new Set(statuses)).toEqual(new Set([200]))
  })

  it('names the command to build it where it was not built', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'peermetrics-console-'))
    const door = consoleDoor('/', folder)
    const arrival = {} as Parameters<typeof door.answer>[2]
    const listener = http.createServer((request, response) => void door.answer(request, response, arrival)).listen(0)
    try {
      const { status, body } = await ask(
        `http://127.0.0.1:${(listener.address() as AddressInfo).port}/calls`,
        NAVIGATION,
      )
      expect(status).toBe(503)
      expect(body.toString()).toContain('npm run build:console')
    } finally {
      listener.close()
      rmSync(folder, { recursive: true })
    }
  })
})
