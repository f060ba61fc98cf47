import { type DescEnum, type DescField, type DescMessage, ScalarType } from '@bufbuild/protobuf'
import fc from 'fast-check'
import { anything, eventNames, nasty, plausible } from '../../test/bad-input/garbage.ts'
import { placeholder } from './input.ts'

/** Messages within messages; deeper ones are left out. */
const MAX_DEPTH = 4

type Json = fc.Arbitrary<unknown>

/** Values that fields of that name expect: of the world, or of its kind. */
const likely: Record<string, Json> = {
  apiKey: fc.constant(placeholder('apiKey')),
  eventName: eventNames,
  externalConferenceId: fc.constant('a call'),
  externalPeerId: fc.constant('ben'),
  externalUserId: fc.constant('ann'),
  query: fc.constantFrom('a call', placeholder('conferenceId'), placeholder('participantId'), placeholder('appId')),
  pageToken: fc.constantFrom('', 'bm90IGEgdG9rZW4', placeholder('sessionToken')),
  trackIdentifier: fc.constant('microphone'),
  ...Object.fromEntries(
    ['organizationId', 'appId', 'conferenceId', 'participantId', 'sessionId', 'connectionId', 'trackId', 'issueId']
      .concat('peerId', 'userId', 'apiTokenId')
      .map(name => [name, fc.constant(placeholder(name))]),
  ),
}

/** Messages that JSON has a form of its own for. */
const wellKnown: Record<string, Json> = {
  'google.protobuf.Timestamp': fc.oneof(
    fc
      .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
      .map(date => date.toISOString()),
    fc.constantFrom('2026-11-24T08:00:00.123456789Z', '9999-12-31T23:59:59.999999999Z', '0001-01-01T00:00:00Z'),
  ),
  'google.protobuf.Duration': fc.oneof(
    fc.integer({ min: -1000, max: 100_000_000 }).map(ms => `${ms / 1000}s`),
    fc.constantFrom('0s', '-315576000000s', '315576000000s', '0.000000001s'),
  ),
  'google.protobuf.Struct': fc.oneof(
    fc.dictionary(fc.string({ maxLength: 12 }), plausible, { maxKeys: 5 }),
    fc.constant({}),
  ),
  'google.protobuf.Value': plausible,
  'google.protobuf.ListValue': fc.array(plausible, { maxLength: 4 }),
  'google.protobuf.Empty': fc.constant({}),
}

const integers: Json = fc.oneof(fc.integer(), fc.constantFrom(0, 1, -1, 200, 201, 2 ** 31 - 1, -(2 ** 31)))

function scalar(type: ScalarType): Json {
  switch (type) {
    case ScalarType.STRING:
      return fc.oneof(
        fc.string({ maxLength: 20 }),
        nasty.filter(value => typeof value === 'string'),
      )
    case ScalarType.BYTES:
      return fc.uint8Array({ maxLength: 20 }).map(bytes => Buffer.from(bytes).toString('base64'))
    case ScalarType.BOOL:
      return fc.boolean()
    case ScalarType.DOUBLE:
    case ScalarType.FLOAT:
      return fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom('NaN', 'Infinity', 0, -0))
    case ScalarType.UINT32:
    case ScalarType.FIXED32:
      return fc.nat()
    case ScalarType.INT64:
    case ScalarType.SINT64:
    case ScalarType.SFIXED64:
      return fc.oneof(integers, fc.constantFrom('9223372036854775807', '-9223372036854775808'))
    case ScalarType.UINT64:
    case ScalarType.FIXED64:
      return fc.oneof(fc.nat(), fc.constantFrom('18446744073709551615'))
    default:
      return integers
  }
}

const enumValue = ({ values }: DescEnum): Json =>
  fc.oneof(fc.constantFrom(...values.map(value => value.name)), fc.constantFrom(...values.map(value => value.number)))

function single(field: DescField, depth: number): Json {
  const found = likely[field.jsonName]
  const plain = element(field, depth)
  return found ? fc.oneof({ weight: 6, arbitrary: found }, plain) : plain
}

function element(field: DescField, depth: number): Json {
  if (field.enum) return enumValue(field.enum)
  if (field.message) return messageJson(field.message, depth + 1)
  return scalar(field.scalar ?? ScalarType.STRING)
}

function fieldJson(field: DescField, depth: number): Json {
  if (field.fieldKind === 'list') return fc.array(element(field, depth), { maxLength: 3 })
  if (field.fieldKind === 'map')
    return fc.dictionary(fc.string({ maxLength: 8 }), element(field, depth), { maxKeys: 3 })
  return single(field, depth)
}

/** The JSON of a message whose fields have values of their types, each now and then absent; of a oneof one member at most. */
export function messageJson(message: DescMessage, depth = 0): Json {
  const known = wellKnown[message.typeName]
  if (known) return known
  if (depth > MAX_DEPTH) return fc.constant({})
  const alone = message.fields.filter(field => !field.oneof)
  const record = fc.record(Object.fromEntries(alone.map(field => [field.jsonName, fieldJson(field, depth)])), {
    requiredKeys: alone.filter(field => field.jsonName in likely).map(field => field.jsonName),
  })
  const oneofs = message.oneofs.map(({ fields }) =>
    fc.oneof(...fields.map(field => fieldJson(field, depth).map(value => ({ [field.jsonName]: value })))),
  )
  return fc.tuple(record, ...oneofs).map(parts => Object.assign({}, ...parts) as object)
}

/** The same with fields that have values of any kind, or that do not exist. */
export const brokenMessageJson = (message: DescMessage): Json =>
  fc
    .tuple(
      messageJson(message),
      fc.constantFrom('', 'unknown', ...message.fields.map(field => field.jsonName)),
      anything,
    )
    .map(([json, name, value]) => (name === '' ? value : { ...(json as object), [name]: value }))
