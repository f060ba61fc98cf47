import type { StoredCase } from './stored-case.ts'

/** Keys that mean something to JavaScript objects; as text, because an object literal would not have them all. */
const KEYS = `{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 2}}, "toString": 1,
  "hasOwnProperty": "x", "__defineGetter__": [{"__proto__": null}]}`
/** Of the kind that `meta` takes. */
const FLAT_KEYS = '{"__proto__": "polluted", "constructor": 1, "toString": true}'

const sameData = (name: string) => `select data = '${KEYS}' as same from event where type = '${name}'`
const reported = (number: number) => `select report, dictionary from event where collection_time_ms = ${number}`
const same = [{ same: true }]

const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty']

/** Keys of objects and names that JavaScript knows itself, in every place that takes any. */
export const prototypeKeys: StoredCase[] = [
  {
    name: 'data of /events/browser',
    send: ({ post }) => post('/events/browser', `"eventName": "keys1", "data": ${KEYS}`),
    sql: sameData('keys1'),
    stored: same,
  },
  {
    name: 'fields beside data of /events/browser',
    send: ({ post }) => post('/events/browser', `"eventName": "keys2", ${KEYS.slice(1, -1)}`),
    sql: sameData('keys2'),
    stored: same,
  },
  {
    name: 'data of /connection',
    send: ({ post }) => post('/connection', `"eventName": "keys3", "peerId": "bob", "data": ${KEYS}`),
    sql: sameData('keys3'),
    stored: same,
  },
  {
    name: 'data of /connection/batch',
    send: ({ post }) =>
      post('/connection/batch', `"data": [{"eventName": "keys4", "peerId": "bob", "data": ${KEYS}, "__proto__": 1}]`),
    sql: sameData('keys4'),
    stored: same,
  },
  {
    name: 'all of POST /sessions',
    send: ({ server, call: { initToken } }) =>
      server.post(
        '/sessions',
        `{"token": "${initToken}", "platform": ${KEYS}, "devices": [${KEYS}], "constraints": ${KEYS},
          "meta": ${FLAT_KEYS}, "appVersion": "keys5"}`,
      ),
    sql: `select platform = '${KEYS}' and devices = '[${KEYS}]' and constraints = '${KEYS}' as same,
                 metadata = '${FLAT_KEYS}' as same_meta from session where app_version = 'keys5'`,
    stored: [{ same: true, same_meta: true }],
  },
  {
    name: 'all of PUT /sessions',
    send: async ({ server, call: { initToken } }) => {
      const { body } = await server.post('/sessions', { token: initToken, appVersion: 'keys6' })
      const fields = `"platform": ${KEYS}, "devices": ${KEYS}, "constraints": ${KEYS}`
      return await server.put('/sessions', `{"token": "${body.token}", ${fields}}`)
    },
    sql: `select platform = '${KEYS}' and devices = '${KEYS}' and constraints = '${KEYS}' as same
            from session where app_version = 'keys6'`,
    stored: same,
  },
  {
    name: 'data of /tracks',
    send: ({ post, call: { connectionId } }) =>
      post(
        '/tracks',
        `"event": "ontrack", "trackId": "__proto__", "connectionId": "${connectionId}",
          "data": {"__proto__": {"kind": "video"}, "settings": ${KEYS}, "capabilities": ${KEYS}}`,
      ),
    sql: `select kind, info -> 'settings' = '${KEYS}' and info -> 'capabilities' = '${KEYS}' as same
            from track where track_id = '__proto__'`,
    stored: [{ kind: null, same: true }],
  },
  {
    name: 'a report of /stats',
    send: ({ post, call: { connectionId } }) =>
      post(
        '/stats',
        `"connectionId": "${connectionId}", "timeTaken": 107,
          "data": {"audio": {"__proto__": [], "inbound": [${KEYS}]}, "__proto__": {"connection": {"timestamp": 1}}}`,
      ),
    sql: reported(107),
    stored: [
      {
        report: JSON.parse(
          `{"audio": {"__proto__": [], "inbound": [${KEYS}]}, "__proto__": {"connection": {"timestamp": 1}}}`,
        ),
      },
    ],
  },
  {
    name: 'names of events',
    send: async ({ post, put, call: { connectionId } }) => {
      await post('/tracks', { event: 'ontrack', trackId: 'keys8', connectionId })
      for (const name of names) {
        await post('/events/browser', { eventName: name, data: 'keys8' })
        await post('/connection', { eventName: name, peerId: 'bob', connectionId, data: 'keys8' })
        await put('/tracks', { event: name, trackId: 'keys8', data: 'keys8' })
      }
      return await post('/events/get-user-media', { eventName: 'valueOf', data: 'keys8' })
    },
    sql: `select type, count(*) from event where data = '"keys8"' group by type order by type collate "C"`,
    stored: [...names, 'valueOf'].sort().map(type => ({ type, count: type === 'valueOf' ? 1 : 3 })),
  },
  {
    name: 'ids of a call',
    send: ({ server }) =>
      server.post('/initialize', { apiKey: server.apiKey, conferenceId: '__proto__', userId: 'constructor' }),
    sql: `select external_id from conference where external_id = '__proto__'
          union all select external_id from participant where external_id = 'constructor'`,
    stored: [{ external_id: '__proto__' }, { external_id: 'constructor' }],
  },
  {
    name: 'data of RecordBrowserEvent',
    send: ({ rpc }) => rpc('RecordBrowserEvent', `{"eventName": "keys10", "data": ${KEYS}, "__proto__": 1}`),
    sql: sameData('keys10'),
    stored: same,
  },
  {
    name: 'all of UpdateSession',
    send: async ({ server, rpc, call: { initToken } }) => {
      const { body } = await server.post('/sessions', { token: initToken, appVersion: 'keys11' })
      const message = `{"platform": ${KEYS}, "devices": ${KEYS}, "constraints": ${KEYS}}`
      return await rpc('UpdateSession', message, body.token)
    },
    sql: `select platform = '${KEYS}' and devices = '${KEYS}' and constraints = '${KEYS}' as same
            from session where app_version = 'keys11'`,
    stored: same,
  },
  {
    name: 'a report of RecordStats',
    send: ({ rpc, call: { connectionId } }) =>
      rpc('RecordStats', `{"connectionId": "${connectionId}", "stats": ${KEYS}, "collectionTimeMs": 112}`),
    sql: reported(112),
    stored: [{ report: JSON.parse(KEYS) }],
  },
  {
    name: 'a report of RecordStats as text',
    send: ({ rpc, call: { connectionId } }) =>
      rpc('RecordStats', {
        connectionId,
        statsJson: Buffer.from(KEYS).toString('base64'),
        collectionTimeMs: 113,
      }),
    sql: reported(113),
    stored: [{ report: JSON.parse(KEYS) }],
  },
]
