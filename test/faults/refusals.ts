import { randomUUID } from 'node:crypto'
import type { RunningCall } from '../bad-input/running-call.ts'
import { statsReport } from '../support/call.ts'
import type { Reply, TestServer } from '../support/test-server.ts'

/** Requests that are refused for what is stored, not for their form. */
export interface Situations {
  call: RunningCall
  /** A connection that has ended, of the call's session. */
  endedConnectionId: string
  /** Key of an app that does not record. */
  pausedApiKey: string
  /** Key of an app for pages of another host. */
  boundApiKey: string
  /** Tokens that are not valid any more. */
  expiredToken: string
}

type Refused = [what: string, code: string, send: (server: TestServer, situations: Situations) => Promise<Reply>]

const join = (apiKey: string) => ({ apiKey, conferenceId: randomUUID(), userId: randomUUID() })
const entries = (count: number) => Array.from({ length: count }, () => ({ eventName: 'x', peerId: 'bob' }))
const UNKNOWN = '99999999-9999-4999-8999-999999999999'

export const refusals: readonly Refused[] = [
  [
    'an app that is switched off',
    'app_not_recording',
    (to, { pausedApiKey }) => to.post('/initialize', join(pausedApiKey)),
  ],
  ['a page of another host', 'domain_not_allowed', (to, { boundApiKey }) => to.post('/initialize', join(boundApiKey))],
  ['an unknown key', 'invalid_api_key', to => to.post('/initialize', join('x'.repeat(32)))],
  [
    'an old token',
    'expired_token',
    (to, { expiredToken: token }) => to.post('/events/browser', { token, eventName: 'x' }),
  ],
  ['no token', 'missing_token', to => to.post('/stats', {})],
  ['a broken token', 'invalid_token', to => to.post('/tracks', { token: 'x' })],
  [
    'labels that are none',
    'invalid_meta',
    (to, { call }) => to.post('/sessions', { token: call.initToken, meta: { a: [] } }),
  ],
  [
    'an unknown track',
    'track_not_found',
    (to, { call: { token, connectionId } }) =>
      to.put('/tracks', { token, connectionId, trackId: 'unknown', event: 'mute' }),
  ],
  [
    'a connection that has ended',
    'connection_ended',
    (to, { call: { token }, endedConnectionId: connectionId }) =>
      to.post('/stats', { token, connectionId, data: statsReport(Date.now()) }),
  ],
  [
    'tracks of a connection that has ended',
    'connection_ended',
    (to, { call: { token }, endedConnectionId: connectionId }) => {
      const inbound = [{ track: { trackIdentifier: 'new' }, timestamp: 2 }]
      return to.post('/stats', { token, connectionId, data: { audio: { inbound } } })
    },
  ],
  [
    'an unknown connection',
    'connection_not_found',
    (to, { call: { token, peerId } }) =>
      to.post('/connection', { token, peerId, eventName: 'removeConnection', connectionId: UNKNOWN }),
  ],
  [
    'an unknown peer',
    'participant_not_found',
    (to, { call: { token } }) => to.post('/connection', { token, peerId: UNKNOWN, eventName: 'peerDetails' }),
  ],
  [
    'oneself as the peer',
    'participant_equal_peer',
    (to, { call: { token, userId } }) => to.post('/connection', { token, peerId: userId, eventName: 'addConnection' }),
  ],
  [
    'an end before the start',
    'invalid_parameters',
    (to, { call: { token, connectionId, peerId } }) =>
      to.post('/connection', { token, peerId, connectionId, eventName: 'removeConnection', delta: 3_600_000 }),
  ],
  [
    'a session that ends before its connections began',
    'invalid_parameters',
    (to, { call: { token } }) => to.post('/events/browser', { token, eventName: 'unload', delta: 3_600_000 }),
  ],
  [
    'a state that is none',
    'invalid_parameters',
    (to, { call: { token, connectionId, peerId } }) =>
      to.post('/connection', { token, peerId, connectionId, eventName: 'onconnectionstatechange', data: 'odd' }),
  ],
  [
    'a track of an unknown kind',
    'invalid_parameters',
    (to, { call: { token } }) =>
      to.post('/events/get-user-media', {
        token,
        eventName: 'getUserMedia',
        data: { audio: [{ id: 'x', kind: 'x' }] },
      }),
  ],
  [
    'a batch of too many',
    'invalid_parameters',
    (to, { call: { token } }) => to.post('/connection/batch', { token, data: entries(1001) }),
  ],
  [
    'too many values',
    'invalid_parameters',
    (to, { call: { token } }) => to.post('/connection/batch', { token, data: entries(20_000) }),
  ],
  ['too much', 'body_too_large', to => to.post('/initialize', 'x'.repeat(2_000_000))],
  ['no JSON', 'unknown_error', to => to.post('/initialize', '{')],
  [
    'no call of that name',
    'conference_not_found',
    (to, { call }) => to.post('/services/stop-conference', { apiKey: call.apiKey, conferenceId: 'never' }),
  ],
  [
    'no user of that name',
    'participant_not_found',
    (to, { call }) => to.post('/services/get-url', { apiKey: call.apiKey, userId: 'never' }),
  ],
]
