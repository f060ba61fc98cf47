import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { httpApiPages } from '../../reference/http-api-pages.ts'
import { exampleOf } from '../../src/http/openapi/examples.ts'
import { routes } from '../../src/http/routes.ts'
import { ADMIN_API_TOKEN } from '../support/accounts.ts'
import { join } from '../support/call.ts'
import { engines } from '../support/database.ts'
import { exchange, startTestServer, type TestServer } from '../support/test-server.ts'

const run = promisify(execFile)

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url))

// What is described does not depend on the engine.
describe.each(engines().slice(-1))('the description of the HTTP routes on %s', engine => {
  let server: TestServer
  let text: string
  beforeAll(async () => {
    server = await startTestServer(engine, { adminApiToken: ADMIN_API_TOKEN })
    const reply = await exchange('GET', `${server.url}/openapi.json`, undefined, { origin: 'https://docs.example' })
    expect(reply.status, reply.text).toBe(200)
    expect(reply.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(reply.headers.get('access-control-allow-origin')).toBe('*')
    text = reply.text
  })
  afterAll(() => server[Symbol.asyncDispose]())

  it('is OpenAPI 3.1', async () => {
    const validator = new Validator()
    const { valid, errors } = await validator.validate(JSON.parse(text))
    expect(errors).toBeUndefined()
    expect(valid).toBe(true)
    expect(validator.version).toBe('3.1')
  })

  it('has every route', () => {
    const { paths } = JSON.parse(text) as { paths: Record<string, Record<string, unknown>> }
    const described = Object.entries(paths).flatMap(([name, methods]) =>
      Object.keys(methods).map(method => `${method.toUpperCase()} ${name}`),
    )
    const expected = routes.map(route => `${route.method} /v1${route.path.replace(/:(\w+)/g, '{$1}')}`)
    expect(described.sort()).toEqual(expected.sort())
  })

  it('is printed by the server program, too', async () => {
    const { stdout } = await run(process.execPath, [path('../../bin/peermetrics-server.js'), 'openapi'])
    expect(JSON.parse(stdout)).toEqual(JSON.parse(text))
  })

  it('answers other methods with those that there are', async () => {
    expect((await exchange('POST', `${server.url}/openapi.json`, {})).status).toBe(405)
    const head = await exchange('HEAD', `${server.url}/openapi.json`)
    expect([head.status, head.text, head.headers.get('content-length')]).toEqual([
      200,
      '',
      String(Buffer.byteLength(text)),
    ])
  })

  it('is what docs/http-api.md is made of: npm run generate', () => {
    expect(readFileSync(path('../../docs/http-api.md'), 'utf8')).toBe(httpApiPages(JSON.parse(text)))
  })

  it('gives a client that compiles and reads a list', async () => {
    await join(server, { conferenceId: 'described', userId: 'reader' })
    const [stored] = await server.rows<{ id: string; app_id: string }>('select id, app_id from conference')
    const { id = '', app_id: appId = '' } = stored ?? {}
    mkdirSync(path('client/output'), { recursive: true })
    writeFileSync(path('client/output/openapi.json'), text)
    const bin = (name: string) => path(`client/node_modules/.bin/${name}`)
    await run(bin('openapi-typescript'), ['openapi.json', '-o', 'openapi.ts'], { cwd: path('client/output') })
    await run(bin('tsc'), ['-p', '.'], { cwd: path('client') }).catch((error: { stdout: string }) => {
      expect.unreachable(error.stdout)
    })
    const compiled = path('client/output/read-list.js')
    const { conferenceIds } = (await import(compiled)) as {
      conferenceIds(baseUrl: string, token: string, appId: string): Promise<string[]>
    }
    expect(await conferenceIds(server.url, ADMIN_API_TOKEN, appId)).toEqual([id])
    await expect(conferenceIds(server.url, 'wrong', appId)).rejects.toThrow('invalid_token')
  })
})

describe('recorded examples', () => {
  const examples = routes.flatMap(route => {
    const example = exampleOf(route)
    return example ? [[`${route.method} ${route.path}`, route, example] as const] : []
  })

  it('are there of nearly every route', () => {
    const without = routes.filter(route => !exampleOf(route) && !(route.answer instanceof z.ZodNever))
    expect(without.map(({ method, path: of }) => `${method} ${of}`)).toEqual(['DELETE /organizations/:id'])
  })

  it.each(examples)('are what %s takes and answers', (_name, route, example) => {
    expect(route.answer.safeParse(example.answer).error?.issues).toBeUndefined()
    expect(route.body?.safeParse(example.body).error?.issues).toBeUndefined()
    expect(route.query?.safeParse(example.query ?? {}).error?.issues).toBeUndefined()
  })
})
