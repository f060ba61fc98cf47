import { bearer } from '../rpc.ts'
import type { StoredCase } from './stored-case.ts'

const data = (name: string) => `select data from event where type = '${name}'`

const nested = (levels: number) => JSON.parse('['.repeat(levels) + ']'.repeat(levels))

/** JSON that is allowed but unusual. */
export const oddJson: StoredCase[] = [
  {
    name: 'numbers beyond double precision: null',
    send: ({ post }) => post('/events/browser', '"eventName": "odd1", "data": [1e400, -1e400, {"x": 1e400}]'),
    sql: data('odd1'),
    stored: [{ data: [null, null, { x: null }] }],
  },
  {
    name: 'NaN and Infinity, as Python writes them: null',
    send: ({ post }) => post('/events/browser', '"eventName": "odd2", "data": [NaN, -Infinity, "NaN", "\\"NaN"]'),
    sql: data('odd2'),
    stored: [{ data: [null, null, 'NaN', '"NaN'] }],
  },
  {
    name: 'very large and very small numbers',
    send: ({ post }) =>
      post('/events/browser', '"eventName": "odd3", "data": [1e308, 5e-324, 12345678901234567890, -0]'),
    sql: data('odd3'),
    stored: [{ data: [1e308, 5e-324, 12345678901234567000, 0] }],
  },
  {
    name: 'an odd time taken',
    send: ({ post, call: { connectionId } }) =>
      post('/stats', `"connectionId": "${connectionId}", "data": {"odd": 4}, "timeTaken": 1e400`),
    sql: `select collection_time_ms from event where category = 5 and collection_time_ms > 1e300`,
    stored: [{ collection_time_ms: 'Infinity' }],
  },
  {
    name: '20 levels',
    send: ({ post }) => post('/events/browser', { eventName: 'odd5', data: nested(20) }),
    sql: data('odd5'),
    stored: [{ data: nested(20) }],
  },
  {
    name: '64 levels, in a session that is then changed',
    send: async ({ server, call: { initToken } }) => {
      const session = { token: initToken, appVersion: 'odd6', platform: nested(64), devices: nested(64) }
      const { body } = await server.post('/sessions', session)
      return await server.put('/sessions', { token: body.token, constraints: nested(64) })
    },
    sql: `select platform, devices, constraints from session where app_version = 'odd6'`,
    stored: [{ platform: nested(64), devices: nested(64), constraints: nested(64) }],
  },
  {
    name: 'text that looks like JSON',
    send: async ({ server, call: { initToken } }) => {
      const session = { token: initToken, appVersion: 'odd7', platform: '{"a":1}', devices: 'null' }
      const { body } = await server.post('/sessions', session)
      return await server.put('/sessions', { token: body.token, constraints: '7' })
    },
    sql: `select platform, devices, constraints from session where app_version = 'odd7'`,
    stored: [{ platform: '{"a":1}', devices: 'null', constraints: '7' }],
  },
  {
    name: 'empty strings',
    send: ({ server, call: { initToken } }) =>
      server.post('/sessions', {
        token: initToken,
        platform: '',
        devices: { '': '' },
        constraints: [''],
        meta: { '': '' },
        appVersion: '',
        webrtcSdk: '',
      }),
    sql: `select platform, devices, constraints from session where metadata = '{"": ""}'`,
    stored: [{ platform: '', devices: { '': '' }, constraints: [''] }],
  },
  {
    name: 'empty names, which leave the known ones',
    send: async ({ server }) => {
      const ids = { apiKey: server.apiKey, conferenceId: 'odd9', userId: 'odd9' }
      await server.post('/initialize', { ...ids, conferenceName: 'known', userName: 'known' })
      return await server.post('/initialize', { ...ids, conferenceName: '', userName: '' })
    },
    sql: `select name from conference where external_id = 'odd9'
          union all select name from participant where external_id = 'odd9'`,
    stored: [{ name: 'known' }, { name: 'known' }],
  },
  {
    name: 'empty ids where ids are not required',
    send: ({ post }) => post('/events/browser', { eventName: 'odd10', peerId: '', connectionId: '' }),
    sql: `select peer_id, connection_id from event where type = 'odd10'`,
    stored: [{ peer_id: null, connection_id: null }],
  },
  {
    name: 'numbers as ids of the application, of a call and a user',
    send: ({ server }) => server.post('/initialize', { apiKey: server.apiKey, conferenceId: 1101, userId: 1102.5 }),
    sql: `select external_id from conference where external_id = '1101'
          union all select external_id from participant where external_id = '1102.5'`,
    stored: [{ external_id: '1101' }, { external_id: '1102.5' }],
  },
  {
    name: 'numbers beyond double precision in the platform of an RPC: null',
    send: async ({ server, rpc, call: { initToken } }) => {
      const { body } = await server.post('/sessions', { token: initToken, appVersion: 'odd12' })
      return await rpc('UpdateSession', '{"platform": {"x": 1e400, "y": ["a"]}}', body.token)
    },
    sql: `select platform from session where app_version = 'odd12'`,
    stored: [{ platform: { x: null, y: ['a'] } }],
  },
  {
    name: 'numbers beyond double precision in a binary platform: null',
    send: ({ clients, call: { initToken } }) =>
      clients.grpc.createSession(
        { appVersion: 'odd13', platform: { x: Number.NaN, y: [-Infinity] } },
        bearer(initToken),
      ),
    sql: `select platform from session where app_version = 'odd13'`,
    stored: [{ platform: { x: null, y: [null] } }],
  },
]
