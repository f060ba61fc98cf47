import type { Refusal } from './rpc.ts'
import type { RunningCall } from './running-call.ts'
import type { JsonType, Refusals } from './samples.ts'

export interface RpcMethod {
  method: string
  token: (call: RunningCall) => string | undefined
  /** A message that is accepted, in JSON. */
  message: (call: RunningCall) => Record<string, unknown>
  refuses: Record<string, Refusals<Refusal>>
}

/** What is not of the message's type cannot be read at all: there is no reason beside the code. */
const unreadable: Refusal = { code: 'invalid_argument' }
const invalid: Refusal = { code: 'invalid_argument', reason: 'invalid_parameters' }
const missing: Refusal = { code: 'invalid_argument', reason: 'missing_parameters' }
const unknownKey: Refusal = { code: 'unauthenticated', reason: 'invalid_api_key' }
const noConnection: Refusal = { code: 'not_found', reason: 'connection_not_found' }
const noParticipant: Refusal = { code: 'not_found', reason: 'participant_not_found' }
const noConference: Refusal = { code: 'not_found', reason: 'conference_not_found' }

const all = (...types: JsonType[]): Refusals<Refusal> => Object.fromEntries(types.map(type => [type, unreadable]))

const text = all('number', 'boolean', 'array', 'object')
const requiredText = { ...text, null: missing }
const apiKey = { ...requiredText, string: unknownKey }
const connectionId = { ...text, string: noConnection }
const requiredConnectionId = { ...connectionId, null: noConnection }
const peerId = { ...text, string: noParticipant }
const struct = all('string', 'number', 'boolean', 'array')
const flag = all('string', 'number', 'array', 'object')
const eventId = { ...text, string: invalid }
const age = all('string', 'number', 'boolean', 'array', 'object')

const none = () => undefined
const initToken = (call: RunningCall) => call.initToken
const sessionToken = (call: RunningCall) => call.token

const pageEvent = {
  token: sessionToken,
  message: () => ({ eventName: 'x' }),
  refuses: { eventName: requiredText, age, eventId },
}

/** Every RPC of the ingest service, and all its fields that are not free JSON. */
export const rpcMethods: readonly RpcMethod[] = [
  {
    method: 'Initialize',
    token: none,
    message: ({ apiKey }) => ({ apiKey, externalConferenceId: 'never', externalUserId: 'never' }),
    refuses: {
      apiKey,
      externalConferenceId: requiredText,
      conferenceName: text,
      externalUserId: requiredText,
      userName: text,
    },
  },
  {
    method: 'CreateSession',
    token: initToken,
    message: () => ({}),
    refuses: { platform: struct, constraints: struct, meta: struct, appVersion: text, webrtcSdk: text, age },
  },
  {
    method: 'UpdateSession',
    token: sessionToken,
    message: () => ({ devices: 'changed' }),
    refuses: { platform: struct, constraints: struct, webrtcSdk: text },
  },
  { method: 'RecordBrowserEvent', ...pageEvent },
  { method: 'RecordGetUserMediaEvent', ...pageEvent },
  {
    method: 'AddConnection',
    token: sessionToken,
    message: () => ({ externalPeerId: 'never' }),
    refuses: { externalPeerId: requiredText, peerName: text, isSfu: flag, connectionState: text, age, eventId },
  },
  {
    method: 'RecordConnectionEvent',
    token: sessionToken,
    message: ({ peerId, connectionId }) => ({ eventName: 'removePeer', peerId, connectionId }),
    refuses: { eventName: requiredText, peerId, connectionId, age, eventId },
  },
  {
    method: 'BatchRecordEvents',
    token: sessionToken,
    message: () => ({ entries: [{ browserEvent: { eventName: 'x' } }] }),
    refuses: { entries: { ...all('string', 'number', 'boolean', 'array', 'object'), null: missing } },
  },
  {
    method: 'RecordStats',
    token: sessionToken,
    message: ({ connectionId }) => ({ connectionId, stats: {} }),
    refuses: {
      connectionId: requiredConnectionId,
      stats: { ...struct, null: missing },
      collectionTimeMs: all('string', 'boolean', 'array', 'object'),
      age,
      eventId,
    },
  },
  {
    method: 'AddTrack',
    token: sessionToken,
    message: ({ connectionId, trackId }) => ({ connectionId, trackIdentifier: trackId }),
    refuses: { connectionId: requiredConnectionId, trackIdentifier: requiredText, age, eventId },
  },
  {
    method: 'UpdateTrack',
    token: sessionToken,
    message: ({ trackId }) => ({ trackIdentifier: trackId, eventName: 'mute' }),
    refuses: {
      trackIdentifier: requiredText,
      eventName: { ...text, null: invalid },
      connectionId,
      age,
      eventId,
    },
  },
  {
    method: 'GetPageUrl',
    token: none,
    message: ({ apiKey, conferenceId }) => ({ apiKey, externalConferenceId: conferenceId }),
    refuses: { apiKey, externalConferenceId: { ...requiredText, string: noConference } },
  },
  {
    method: 'StopConference',
    token: none,
    message: ({ apiKey, conferenceId }) => ({ apiKey, externalConferenceId: conferenceId }),
    refuses: { apiKey, externalConferenceId: { ...requiredText, string: noConference } },
  },
]
