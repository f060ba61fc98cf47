import type { ErrorCode } from '../../src/domain/values/errors.ts'
import type { RunningCall } from './running-call.ts'
import type { JsonType, Refusals } from './samples.ts'

export interface BodyRoute {
  method: 'POST' | 'PUT'
  path: string
  /** A body that is accepted. */
  body: (call: RunningCall) => Record<string, unknown>
  /** What each field refuses, and how. */
  refuses: Record<string, Refusals<ErrorCode>>
}

const all = <Code extends ErrorCode>(types: readonly JsonType[], code: Code): Refusals<Code> =>
  Object.fromEntries(types.map(type => [type, code]))

const text = all(['number', 'boolean', 'array', 'object'], 'invalid_parameters')
const requiredText = { ...text, null: 'missing_parameters' } as const
/** SDKs may send a number. */
const optionalApplicationId = all(['boolean', 'array', 'object'], 'invalid_parameters')
const applicationId = { ...optionalApplicationId, null: 'missing_parameters' } as const
const milliseconds = all(['string', 'null', 'array', 'object'], 'invalid_parameters')
const flag = all(['string', 'number', 'array', 'object'], 'invalid_parameters')
const token = {
  ...all(['string', 'number', 'boolean', 'array', 'object'], 'invalid_token'),
  null: 'missing_token',
} as const
const apiKey = {
  ...all(['string', 'number', 'boolean', 'array', 'object'], 'invalid_api_key'),
  null: 'missing_parameters',
} as const
const connectionId = { ...text, string: 'connection_not_found' } as const
const requiredConnectionId = { ...connectionId, null: 'connection_not_found' } as const
const peerId = {
  ...optionalApplicationId,
  ...all(['string', 'number'], 'participant_not_found'),
} as const

const pageEvent = {
  body: ({ token }: RunningCall) => ({ token, eventName: 'custom', data: {}, delta: 0 }),
  refuses: {
    token,
    eventName: requiredText,
    delta: milliseconds,
    peerId,
    connectionId,
    peerName: text,
    isSfu: flag,
    connectionState: text,
  },
}

const trackEvent = ({ token, trackId, connectionId }: RunningCall) => ({ token, event: 'mute', trackId, connectionId })

/** Every route with a body, and all its fields that are not free JSON. */
export const bodyRoutes: readonly BodyRoute[] = [
  {
    method: 'POST',
    path: '/initialize',
    body: ({ apiKey }) => ({ apiKey, conferenceId: 'never', userId: 'never' }),
    refuses: { apiKey, conferenceId: applicationId, userId: applicationId, conferenceName: text, userName: text },
  },
  {
    method: 'POST',
    path: '/sessions',
    body: ({ initToken }) => ({ token: initToken }),
    refuses: {
      token,
      meta: all(['string', 'number', 'boolean', 'array'], 'invalid_meta'),
      appVersion: text,
      webrtcSdk: text,
      delta: milliseconds,
    },
  },
  {
    method: 'PUT',
    path: '/sessions',
    body: ({ token }) => ({ token, platform: 'changed', devices: 'changed', constraints: 'changed' }),
    refuses: { token, webrtcSdk: text },
  },
  { method: 'POST', path: '/events/get-user-media', ...pageEvent },
  { method: 'POST', path: '/events/browser', ...pageEvent },
  {
    method: 'POST',
    path: '/connection',
    body: ({ token, peerId, connectionId }) => ({ token, eventName: 'removePeer', peerId, connectionId }),
    refuses: pageEvent.refuses,
  },
  {
    method: 'POST',
    path: '/connection/batch',
    body: ({ token, peerId }) => ({ token, data: [{ eventName: 'x', peerId }] }),
    refuses: {
      token,
      data: { ...all(['string', 'number', 'boolean', 'object'], 'invalid_parameters'), null: 'missing_parameters' },
      delta: milliseconds,
    },
  },
  {
    method: 'POST',
    path: '/stats',
    body: ({ token, connectionId }) => ({ token, connectionId, data: { connection: { timestamp: 1 } } }),
    refuses: {
      token,
      connectionId: requiredConnectionId,
      data: { ...all(['string', 'number', 'boolean', 'array'], 'invalid_parameters'), null: 'missing_parameters' },
      delta: milliseconds,
    },
  },
  {
    method: 'POST',
    path: '/tracks',
    body: trackEvent,
    refuses: {
      token,
      event: { ...text, null: 'invalid_parameters' },
      trackId: requiredText,
      connectionId: requiredConnectionId,
      peerId,
      delta: milliseconds,
    },
  },
  {
    method: 'PUT',
    path: '/tracks',
    body: trackEvent,
    refuses: {
      token,
      event: { ...text, null: 'invalid_parameters' },
      trackId: requiredText,
      connectionId,
      peerId,
      delta: milliseconds,
    },
  },
  {
    method: 'POST',
    path: '/services/get-url',
    body: ({ apiKey, conferenceId }) => ({ apiKey, conferenceId }),
    refuses: { apiKey, conferenceId: optionalApplicationId, userId: optionalApplicationId },
  },
  {
    method: 'POST',
    path: '/services/stop-conference',
    body: ({ apiKey, conferenceId }) => ({ apiKey, conferenceId }),
    refuses: { apiKey, conferenceId: { ...applicationId, number: 'conference_not_found' } },
  },
]
