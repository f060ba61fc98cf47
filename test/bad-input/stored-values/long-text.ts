import { bearer } from '../rpc.ts'
import type { StoredCase } from './stored-case.ts'

/** One character that takes two units in JavaScript and four bytes in the database. */
const EMOJI = '\u{1F600}'
const emoji = (count: number) => EMOJI.repeat(count)
/** Text whose last kept character would be cut in half by counting units. */
const uneven = (start: string, count: number) => start + emoji(count - start.length)

const track = (start: string) => `select track_id, label from track where track_id like '${start}%'`
const event = (start: string) => `select type from event where type like '${start}%'`
const session = (start: string) => `select app_version, webrtc_sdk from session where app_version like '${start}%'`

/** Text that is longer than what is kept of it, and text that just fits. */
export const longText: StoredCase[] = [
  {
    name: 'ids and names of /initialize',
    send: ({ server }) =>
      server.post('/initialize', {
        apiKey: server.apiKey,
        conferenceId: uneven('long01', 100),
        userId: uneven('long01', 100),
        conferenceName: emoji(100),
        userName: 'n'.repeat(1000),
      }),
    sql: `select conference.external_id as conference, conference.name, participant.external_id as participant,
                 participant.name as participant_name
            from conference join conference_participant on conference_id = conference.id
            join participant on participant.id = participant_id where conference.external_id like 'long01%'`,
    stored: [
      {
        conference: uneven('long01', 64),
        name: emoji(64),
        participant: uneven('long01', 64),
        participant_name: 'n'.repeat(64),
      },
    ],
  },
  {
    name: 'versions of POST /sessions',
    send: ({ server, call: { initToken } }) =>
      server.post('/sessions', { token: initToken, appVersion: uneven('l2', 17), webrtcSdk: emoji(100) }),
    sql: session('l2'),
    stored: [{ app_version: uneven('l2', 16), webrtc_sdk: emoji(16) }],
  },
  {
    name: 'versions that fit POST /sessions',
    send: ({ server, call: { initToken } }) =>
      server.post('/sessions', { token: initToken, appVersion: uneven('l3', 16), webrtcSdk: 'v'.repeat(16) }),
    sql: session('l3'),
    stored: [{ app_version: uneven('l3', 16), webrtc_sdk: 'v'.repeat(16) }],
  },
  {
    name: 'a version that fits PUT /sessions: 16 characters',
    send: async ({ server, call: { initToken } }) => {
      const { body } = await server.post('/sessions', { token: initToken, appVersion: 'l4' })
      return await server.put('/sessions', { token: body.token, webrtcSdk: emoji(16) })
    },
    sql: session('l4'),
    stored: [{ app_version: 'l4', webrtc_sdk: emoji(16) }],
  },
  {
    name: 'meta that fits: keys of 64 and values of 127 characters',
    send: ({ server, call: { initToken } }) =>
      server.post('/sessions', { token: initToken, appVersion: 'l5', meta: { [emoji(64)]: emoji(127) } }),
    sql: `select metadata from session where app_version = 'l5'`,
    stored: [{ metadata: { [emoji(64)]: emoji(127) } }],
  },
  ...['/events/browser', '/events/get-user-media', '/connection'].map(
    (path, index): StoredCase => ({
      name: `name of ${path}`,
      send: ({ post }) => post(path, { eventName: uneven(`long6${index}`, 33), peerId: 'bob' }),
      sql: event(`long6${index}`),
      stored: [{ type: uneven(`long6${index}`, 32) }],
    }),
  ),
  {
    name: 'name of an entry of /connection/batch',
    send: ({ post }) => post('/connection/batch', { data: [{ eventName: uneven('long7', 500), peerId: 'bob' }] }),
    sql: event('long7'),
    stored: [{ type: uneven('long7', 32) }],
  },
  {
    name: 'the peer of /connection',
    send: async ({ post }) => {
      const peerId = uneven('long8', 200)
      await post('/connection', { eventName: 'addConnection', peerId, peerName: uneven('x', 65) })
      return await post('/connection', { eventName: 'long8', peerId })
    },
    sql: `select event.type, external_id, name from participant join event on event.peer_id = participant.id
           where external_id like 'long8%' order by event.received_at`,
    stored: ['addConnection', 'long8'].map(type => ({
      type,
      external_id: uneven('long8', 64),
      name: uneven('x', 64),
    })),
  },
  {
    name: 'a track of /tracks, found again by its long id',
    send: async ({ post, put, call: { connectionId } }) => {
      const trackId = uneven('long9', 41)
      await post('/tracks', { event: 'ontrack', trackId, connectionId, data: { label: uneven('x', 129) } })
      return await put('/tracks', { event: 'mute', trackId })
    },
    sql: track('long9'),
    stored: [{ track_id: uneven('long9', 40), label: uneven('x', 128) }],
  },
  {
    name: 'a name that fits /tracks: 32 characters',
    send: async ({ post, put, call: { connectionId } }) => {
      await post('/tracks', { event: 'ontrack', trackId: 'long10', connectionId })
      return await put('/tracks', { event: uneven('long10', 32), trackId: 'long10' })
    },
    sql: event('long10'),
    stored: [{ type: uneven('long10', 32) }],
  },
  {
    name: 'a track of /events/get-user-media',
    send: ({ post }) =>
      post('/events/get-user-media', {
        eventName: 'getUserMedia',
        data: { video: [{ id: uneven('long11', 41), label: emoji(200) }] },
      }),
    sql: track('long11'),
    stored: [{ track_id: uneven('long11', 40), label: emoji(128) }],
  },
  {
    name: 'a track of /stats',
    send: ({ post, call: { connectionId } }) =>
      post('/stats', {
        connectionId,
        data: { audio: { inbound: [{ track: {}, trackIdentifier: uneven('long12', 41) }] } },
      }),
    sql: track('long12'),
    stored: [{ track_id: uneven('long12', 40), label: null }],
  },
  {
    name: 'ids and names of RPCs',
    send: async ({ clients: { grpc }, server: { apiKey }, call: { token, connectionId } }) => {
      const call = { externalConferenceId: uneven('long13', 100), externalUserId: uneven('long13', 100) }
      await grpc.initialize({ apiKey, ...call })
      await grpc.addTrack({ connectionId, trackIdentifier: uneven('long13', 100) }, bearer(token))
      await grpc.recordBrowserEvent({ eventName: uneven('long13', 100) }, bearer(token))
    },
    sql: `select external_id as text from conference where external_id like 'long13%'
          union all select external_id from participant where external_id like 'long13%'
          union all select track_id from track where track_id like 'long13%'
          union all select type from event where type like 'long13%'`,
    stored: [64, 64, 40, 32].map(length => ({ text: uneven('long13', length) })),
  },
  {
    name: 'versions of CreateSession',
    send: ({ clients: { grpc }, call: { initToken } }) =>
      grpc.createSession({ appVersion: uneven('l14', 100), webrtcSdk: emoji(17) }, bearer(initToken)),
    sql: session('l14'),
    stored: [{ app_version: uneven('l14', 16), webrtc_sdk: emoji(16) }],
  },
]
