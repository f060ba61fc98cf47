import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { succeeded } from '../../support/call.ts'
import { INIT_TOKEN_SECRET, SESSION_TOKEN_SECRET } from '../../support/test-config.ts'
import { bodyRoutes } from '../http-routes.ts'
import { claimsOf, hmacToken, rsaToken, tamperedToken, unsignedToken } from '../jwt.ts'
import { bearer, callJson, refusalIn, refusalOf } from '../rpc.ts'
import { rpcMethods } from '../rpc-methods.ts'
import { call, clients, server } from './server.ts'

type Reason = 'missing_token' | 'invalid_token' | 'expired_token'

/** A way to get a token wrong, given a good one and the secret that it was signed with. */
type Spoil = (good: string, secret: string) => string

const now = () => Date.now() / 1000
const DAY_S = 24 * 60 * 60

const changed =
  (change: Record<string, unknown>, header?: object): Spoil =>
  (good, secret) =>
    hmacToken({ ...claimsOf(good), ...change }, secret, header)

const spoiled: [string, Spoil, Reason][] = [
  ['no JWT', () => 'garbage', 'invalid_token'],
  ['three parts of nothing', () => '..', 'invalid_token'],
  ['parts that are no JSON', () => 'a.b.c', 'invalid_token'],
  ['half of a token', good => good.slice(0, good.length >> 1), 'invalid_token'],
  ['a token with more behind it', good => `${good}.x`, 'invalid_token'],
  ['a very long end', good => good + 'x'.repeat(10_000), 'invalid_token'],
  ['alg none', good => unsignedToken(claimsOf(good)), 'invalid_token'],
  ['alg None', good => unsignedToken(claimsOf(good), 'None'), 'invalid_token'],
  ['alg none, with a signature', (good, secret) => hmacToken(claimsOf(good), secret, { alg: 'none' }), 'invalid_token'],
  ['alg RS256', good => rsaToken(claimsOf(good)), 'invalid_token'],
  ['alg RS256, signed with the secret', changed({}, { alg: 'RS256' }), 'invalid_token'],
  ['alg hs256', changed({}, { alg: 'hs256' }), 'invalid_token'],
  ['no alg', changed({}, { typ: 'JWT' }), 'invalid_token'],
  ['an unknown critical header', changed({}, { alg: 'HS256', crit: ['x'], x: 1 }), 'invalid_token'],
  ['another secret', good => hmacToken(claimsOf(good), 'guessed'), 'invalid_token'],
  ['no signature', good => good.slice(0, good.lastIndexOf('.') + 1), 'invalid_token'],
  ['other claims', good => tamperedToken(good, { ...claimsOf(good), t: now() + 1 }), 'invalid_token'],
  ['no time', changed({ t: undefined }), 'invalid_token'],
  ['a time that is no number', changed({ t: String(now()) }), 'invalid_token'],
  ['a time more than a day ago', changed({ t: now() - DAY_S - 60 }), 'expired_token'],
  ['an exp in the past', changed({ exp: Math.floor(now()) - 60 }), 'expired_token'],
]

const claimsOfInit: [string, Spoil, Reason][] = [
  ['no participant', changed({ p: undefined }), 'invalid_token'],
  ['a participant that is no UUID', changed({ p: "x' or 1=1" }), 'invalid_token'],
  ['an unknown participant', changed({ p: randomUUID() }), 'invalid_token'],
  ['an unknown conference', changed({ c: randomUUID() }), 'invalid_token'],
  [
    'ids that are lists',
    good => hmacToken({ ...claimsOf(good), c: [claimsOf(good)['c']] }, INIT_TOKEN_SECRET),
    'invalid_token',
  ],
]

const claimsOfSession: [string, Spoil, Reason][] = [
  ['no session', changed({ s: undefined }), 'invalid_token'],
  ['a session that is no UUID', changed({ s: '\u0000' }), 'invalid_token'],
  ['an unknown session', changed({ s: randomUUID() }), 'invalid_token'],
]

describe.each([
  ['init', () => call.initToken, INIT_TOKEN_SECRET, '/sessions', 'CreateSession', [...spoiled, ...claimsOfInit]],
  [
    'session',
    () => call.token,
    SESSION_TOKEN_SECRET,
    '/events/browser',
    'RecordBrowserEvent',
    [...spoiled, ...claimsOfSession],
  ],
] as const)('%s tokens', (_kind, good, secret, path, method, cases) => {
  const body = { eventName: 'x' }

  it.each(cases)('are refused with %s', async (_name, spoil, reason) => {
    const token = spoil(good(), secret)
    const reply = await server.post(path, { ...body, token })
    expect([reply.status, reply.body?.error_code]).toEqual([401, reason])
    const refusal = refusalIn(await callJson(server.url, method, body, { token }))
    expect(refusal).toEqual({ code: 'unauthenticated', reason })
  })

  it('are taken when nothing is wrong with them', async () => {
    succeeded(await server.post(path, { ...body, token: hmacToken(claimsOf(good()), secret) }))
    succeeded(await callJson(server.url, method, body, { token: good() }))
  })
})

describe('every route', () => {
  it.each(bodyRoutes.filter(({ refuses }) => 'token' in refuses))(
    '$method $path wants the token of its kind',
    async ({ method, path, body }) => {
      const send = (token: unknown) =>
        method === 'POST' ? server.post(path, { ...body(call), token }) : server.put(path, { ...body(call), token })
      const otherKind = body(call)['token'] === call.initToken ? call.token : call.initToken
      const tokens: [unknown, Reason][] = [
        [undefined, 'missing_token'],
        [null, 'missing_token'],
        ['', 'invalid_token'],
        [otherKind, 'invalid_token'],
      ]
      for (const [token, reason] of tokens) {
        const reply = await send(token)
        expect([reply.status, reply.body?.error_code], String(token)).toEqual([401, reason])
      }
    },
  )
})

describe('every RPC', () => {
  it.each(rpcMethods.filter(({ method }) => !['Initialize', 'GetPageUrl', 'StopConference'].includes(method)))(
    '$method wants the token of its kind',
    async ({ method, message, token }) => {
      const otherKind = token(call) === call.initToken ? call.token : call.initToken
      const headers: [string | undefined, Reason][] = [
        [undefined, 'missing_token'],
        ['', 'missing_token'],
        ['Bearer', 'missing_token'],
        [`Basic ${token(call)}`, 'missing_token'],
        [`Bearer ${otherKind}`, 'invalid_token'],
        ['Bearer undefined', 'invalid_token'],
      ]
      for (const [authorization, reason] of headers) {
        const sent = authorization === undefined ? {} : { headers: { authorization } }
        const reply = await callJson(server.url, method, message(call), sent)
        expect(refusalIn(reply), String(authorization)).toEqual({ code: 'unauthenticated', reason })
      }
    },
  )

  it('does not take a token from the message', async () => {
    const reply = await callJson(server.url, 'RecordBrowserEvent', { eventName: 'x', token: call.token })
    expect(refusalIn(reply).reason).toBe('missing_token')
  })

  it.each(['connect', 'grpc'] as const)('tells generated clients over %s why', async protocol => {
    const { recordBrowserEvent, createSession } = clients[protocol]
    const event = { eventName: 'x' }
    const expired = changed({ t: 0 })(call.token, SESSION_TOKEN_SECRET)
    expect(await refusalOf(recordBrowserEvent(event))).toEqual({ code: 'unauthenticated', reason: 'missing_token' })
    expect(await refusalOf(recordBrowserEvent(event, bearer(expired)))).toEqual({
      code: 'unauthenticated',
      reason: 'expired_token',
    })
    expect(await refusalOf(createSession({}, bearer(call.token)))).toEqual({
      code: 'unauthenticated',
      reason: 'invalid_token',
    })
    expect(await recordBrowserEvent(event, bearer(call.token))).toMatchObject({ eventId: expect.any(String) })
  })
})

describe('HTTP routes', () => {
  it('take the token from the body only', async () => {
    const event = { eventName: 'x' }
    const withHeader = await server.post('/events/browser', event, bearer(call.token).headers)
    expect(withHeader.body?.error_code).toBe('missing_token')
    const withPrototype = await server.post(
      '/events/browser',
      `{"__proto__":{"token":"${call.token}"},"eventName":"x"}`,
    )
    expect(withPrototype.body?.error_code).toBe('missing_token')
    const inQuery = await server.post(`/events/browser?token=${call.token}`, event)
    expect(inQuery.body?.error_code).toBe('missing_token')
  })
})
