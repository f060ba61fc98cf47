import fc from 'fast-check'

/** The same garbage in every run. */
export const SEED = 20_261_123

/** Stands for the right value of its field, which is known only when it is sent. */
const RIGHT = '\u0001the right value'

/** Values that programs trip over. */
export const nasty = fc.constantFrom<unknown>(
  ...['', ' ', '\u0000', '\ud800', '\udfff\ud800', '__proto__', 'constructor', "x' or '1'='1", '$1', '%s%n', '../../x'],
  ...['x'.repeat(300), '\u{1F600}'.repeat(100), '00000000-0000-0000-0000-000000000000', '2026-05-05T20:53:31Z', 'NaN'],
  ...[0, -0, -1, 1.5, 1e18, 1e308, -1e308, 2 ** 53, 32_768, true, false, null],
  ...[[], {}, [[]], [null], { a: null }, { '': '' }, { length: -1 }, JSON.parse('{"__proto__":1,"then":1,"toJSON":1}')],
)

/** Any JSON value. */
export const anything: fc.Arbitrary<unknown> = fc.oneof(nasty, fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' }))

/** JSON.stringify leaves it out. */
const absent = fc.constant<unknown>(undefined)

export const eventNames = fc.constantFrom(
  ...['addConnection', 'removeConnection', 'removePeer', 'peerDetails', 'onicecandidate', 'onicecandidateerror'],
  ...['onconnectionstatechange', 'oniceconnectionstatechange', 'onsignalingstatechange', 'onnegotiationneeded'],
  ...['getUserMedia', 'stats', 'addTrack', 'icecandidateerror', 'negotiationneeded', 'custom', 'tabFocus'],
  ...['ontrack', 'mute', 'unmute', 'ended', 'overconstrained', 'beforeunload', 'unload', 'endCall'],
)

const states = fc.constantFrom('new', 'checking', 'connected', 'completed', 'failed', 'stable', 'have-local-offer')

const fieldOfData = fc.constantFrom(
  ...[
    'audio',
    'video',
    'connection',
    'remote',
    'inbound',
    'outbound',
    'local',
    'track',
    'trackIdentifier',
    'timestamp',
  ],
  ...[
    'id',
    'kind',
    'direction',
    'label',
    'settings',
    'constraints',
    'error',
    'name',
    'signalingState',
    'candidateType',
  ],
  ...['nominated', 'state', 'bytesSent', 'packetsReceived', 'protocol', 'candidate', 'address', 'eventName'],
)

/** Nearly what a report or an event carries. */
export const { data: plausible } = fc.letrec(tie => ({
  data: fc.oneof(
    { maxDepth: 5, depthIdentifier: 'data' },
    anything,
    states,
    fc.constantFrom('audio', 'video', 'inbound', 'outbound', 'relay', 'host', 'tcp', 'succeeded'),
    fc.array(tie('data'), { maxLength: 3, depthIdentifier: 'data' }),
    fc.dictionary(fieldOfData, tie('data'), { maxKeys: 5, depthIdentifier: 'data' }),
  ),
}))

const valueFor = (field: string): fc.Arbitrary<unknown> => {
  // Without its token a request shows little, and one about an unknown track may be kept waiting for it.
  const likely = /token|^track/i.test(field) ? 30 : 8
  const right = { weight: likely, arbitrary: fc.constant<unknown>(RIGHT) }
  if (/^event(Name)?$/.test(field)) return fc.oneof(right, { weight: 6, arbitrary: eventNames }, anything, absent)
  if (/^(data|stats|entries)$/.test(field))
    return fc.oneof(right, { weight: 6, arbitrary: plausible }, anything, absent)
  return fc.oneof(right, anything, absent)
}

/** Objects in which any of the fields may be missing, right, or anything else. */
const objects = (fields: readonly string[]): fc.Arbitrary<Record<string, unknown>> =>
  fc.record(Object.fromEntries(fields.map(field => [field, valueFor(field)])))

/** Now and then the text is not even JSON: a character of it is replaced by others. */
const damage = fc.oneof(
  { weight: 7, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.record({ at: fc.nat(99), by: fc.string({ maxLength: 3 }) }) },
)

/** Bodies, mostly JSON objects of those fields. @returns a function that puts the right values in */
export const bodies = (fields: readonly string[]): fc.Arbitrary<(right: Record<string, unknown>) => string> =>
  fc.tuple(objects(fields), damage).map(([object, damaged]) => right => {
    const filled = Object.entries(object).map(([field, value]) => [field, value === RIGHT ? right[field] : value])
    const text = JSON.stringify(Object.fromEntries(filled))
    if (damaged === null) return text
    const at = Math.floor((damaged.at / 100) * text.length)
    return text.slice(0, at) + damaged.by + text.slice(at + 1)
  })

/** What no answer may contain: stack traces, file names, SQL and the database's own words. */
export const INTERNALS =
  /\bat [^ ]+ \(|:\d+:\d+\)|node_modules|\/src\/|\.ts\b|select .* from |insert into|violates|relation "|syntax error|sqlstate/i

/** Longest time for an answer to garbage, in ms. */
const ANSWER_MS = 3000

/** The answer, unless it takes too long. */
export async function soon<T>(answer: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`no answer within ${ANSWER_MS} ms`)), ANSWER_MS)
  return await Promise.race([answer, promise]).finally(() => clearTimeout(timer))
}
