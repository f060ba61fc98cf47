import fc from 'fast-check'
import type { JsonValue } from '../../src/domain/values/json.ts'
import type { Route } from '../../src/http/route.ts'
import { routes } from '../../src/http/routes.ts'
import { anything, eventNames, nasty, plausible } from '../../test/bad-input/garbage.ts'
import { methods } from '../services.ts'
import { type Damage, type FuzzInput, type HttpInput, placeholder, type RpcInput, rpcForms } from './input.ts'
import { brokenMessageJson, messageJson } from './messages.ts'

const damage: fc.Arbitrary<Damage | null> = fc.oneof(
  { weight: 5, arbitrary: fc.constant(null) },
  {
    weight: 1,
    arbitrary: fc.record({
      at: fc.nat(99),
      removed: fc.nat(4),
      inserted: fc.uint8Array({ maxLength: 6 }).map(bytes => Buffer.from(bytes).toString('base64')),
    }),
  },
)

const strangeToken = fc.constantFrom(null, 'wrong', 'expired')
const signedIn = fc.constantFrom('superuser', 'owner', 'viewer', 'stranger')
const ofSdk = fc.constantFrom('sessionToken', 'initToken')

const exchange = (token: fc.Arbitrary<string | null>) => ({
  httpVersion: fc.constantFrom<1 | 2>(1, 2),
  token: fc.oneof({ weight: 5, arbitrary: token }, strangeToken),
  damage,
})

export const rpcInput = ([method, { input, parent }]: [
  string,
  typeof methods extends ReadonlyMap<string, infer M> ? M : never,
]) =>
  fc.record<RpcInput>({
    door: fc.constant('rpc'),
    method: fc.constant(method),
    form: fc.constantFrom(...rpcForms),
    message: fc.oneof(
      { weight: 3, arbitrary: messageJson(input) },
      brokenMessageJson(input),
    ) as fc.Arbitrary<JsonValue>,
    ...exchange(parent.typeName.includes('.ingest.') ? ofSdk : signedIn),
  })

/** Every RPC. */
export const rpcInputs: fc.Arbitrary<FuzzInput> = fc.oneof(...[...methods].map(rpcInput))

const fieldNames = [
  ...['token', 'apiKey', 'conferenceId', 'conferenceName', 'userId', 'userName', 'eventName', 'event', 'data', 'delta'],
  ...['peerId', 'connectionId', 'trackId', 'peerName', 'isSfu', 'connectionState', 'timeTaken', 'platform', 'devices'],
  ...['constraints', 'meta', 'appVersion', 'webrtcSdk', 'name', 'organization', 'domain', 'interval', 'recording'],
]

const fieldOf: Record<string, fc.Arbitrary<unknown>> = {
  token: fc.constantFrom(placeholder('sessionToken'), placeholder('initToken')),
  apiKey: fc.constant(placeholder('apiKey')),
  conferenceId: fc.constant('a call'),
  userId: fc.constant('ann'),
  peerId: fc.constantFrom(placeholder('peerId'), 'ben'),
  connectionId: fc.constant(placeholder('connectionId')),
  trackId: fc.constant('microphone'),
  organization: fc.constant(placeholder('organizationId')),
  eventName: eventNames,
  event: eventNames,
  data: plausible,
  delta: fc.integer({ min: 0, max: 100_000 }),
}

const field = (name: string): fc.Arbitrary<unknown> => {
  const right = fieldOf[name]
  return right ? fc.oneof({ weight: 8, arbitrary: right }, anything) : fc.oneof(nasty, anything)
}

const objectBody = fc.record(Object.fromEntries(fieldNames.map(name => [name, field(name)])), {
  requiredKeys: ['token', 'apiKey', 'conferenceId', 'userId', 'connectionId'],
})

const body = fc.oneof({ weight: 8, arbitrary: objectBody }, fc.array(objectBody, { maxLength: 3 }), anything)

const ids = ['appId', 'conferenceId', 'participantId', 'sessionId', 'connectionId', 'issueId', 'organizationId'].map(
  placeholder,
)

const idText = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...ids) },
  fc.string({ maxLength: 12 }).map(encodeURIComponentSafely),
)

const parameterNames = [
  ...['appId', 'conferenceId', 'participantId', 'type', 'limit', 'offset', 'query', 'issue_code', 'conference_ids'],
  ...['duration_gte', 'duration_lt', 'created_at_gt', 'created_at_gte', 'created_at_lt', 'created_at_lte', 'unknown'],
]

const parameterValue = fc.oneof(
  idText,
  fc.constantFrom(
    '',
    '0',
    '1',
    '-1',
    '201',
    '1e9',
    'NaN',
    '2026-11-24',
    '2026-11-24T08:00:00Z',
    'stats',
    '-stats',
    '%00',
    '%ff',
  ),
)

const query = fc
  .array(fc.tuple(fc.constantFrom(...parameterNames), parameterValue), { maxLength: 4 })
  .map(pairs => pairs.map(([name, value]) => `${name}=${value}`).join('&'))

export const httpInput = ({ method, path, access }: Route): fc.Arbitrary<HttpInput> =>
  fc
    .record({
      method: fc.oneof(
        { weight: 9, arbitrary: fc.constant<string>(method) },
        fc.constantFrom('HEAD', 'PATCH', 'OPTIONS'),
      ),
      id: idText,
      query,
      body: body as fc.Arbitrary<JsonValue>,
      ...exchange(access === 'public' ? fc.constant(null) : signedIn),
    })
    .map(({ id, query: search, ...rest }) => ({
      door: 'http',
      target: `${path.replace(/:\w+/, id)}${search && `?${search}`}`,
      ...rest,
    }))

/** Every route. */
export const httpInputs: fc.Arbitrary<FuzzInput> = fc.oneof(...routes.map(httpInput))

/** Lone surrogates have no form in a URL. */
function encodeURIComponentSafely(text: string): string {
  return encodeURIComponent(text.toWellFormed())
}
