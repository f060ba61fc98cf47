import { bearer } from '../rpc.ts'
import type { StoredCase } from './stored-case.ts'

/** NUL and unpaired surrogates, which PostgreSQL cannot hold, and the same as it is stored. */
const DIRTY = 'a\u0000b\ud800c\udc00d'
const CLEAN = 'a\ufffdb\ufffdc\ufffdd'

const dirty = { [DIRTY]: [DIRTY, { deep: DIRTY }] }
const clean = { [CLEAN]: [CLEAN, { deep: CLEAN }] }

const call = (id: string) => `select conference.external_id as conference, conference.name,
    participant.external_id as participant, participant.name as participant_name
  from conference join conference_participant on conference_id = conference.id
  join participant on participant.id = participant_id where conference.external_id like '${id}%'`

const session = (version: string) => `select platform, devices, constraints, metadata, app_version, webrtc_sdk
  from session where app_version like '${version}%'`

const event = (name: string) => `select type, data from event where type like '${name}%'`

const track = (id: string) =>
  `select track_id, label, info -> 'settings' as settings from track where track_id like '${id}%'`

const report = (number: number) => `select report, dictionary from event where collection_time_ms = ${number}`

/** Unclean text in every place that takes text. */
export const dirtyText: StoredCase[] = [
  {
    name: 'ids and names of /initialize',
    send: ({ server }) =>
      server.post('/initialize', {
        apiKey: server.apiKey,
        conferenceId: `dirty01${DIRTY}`,
        userId: `dirty01${DIRTY}`,
        conferenceName: DIRTY,
        userName: DIRTY,
      }),
    sql: call('dirty01'),
    stored: [{ conference: `dirty01${CLEAN}`, name: CLEAN, participant: `dirty01${CLEAN}`, participant_name: CLEAN }],
  },
  {
    name: 'all of POST /sessions',
    send: ({ server, call: { initToken } }) =>
      server.post('/sessions', {
        token: initToken,
        platform: DIRTY,
        devices: [DIRTY],
        constraints: dirty,
        meta: { [DIRTY]: DIRTY },
        appVersion: `d2${DIRTY}`,
        webrtcSdk: DIRTY,
      }),
    sql: session('d2'),
    stored: [
      {
        platform: CLEAN,
        devices: [CLEAN],
        constraints: clean,
        metadata: { [CLEAN]: CLEAN },
        app_version: `d2${CLEAN}`,
        webrtc_sdk: CLEAN,
      },
    ],
  },
  {
    name: 'all of PUT /sessions',
    send: async ({ server, call: { initToken } }) => {
      const { body } = await server.post('/sessions', { token: initToken, appVersion: 'd3' })
      return await server.put('/sessions', {
        token: body.token,
        platform: dirty,
        devices: dirty,
        constraints: dirty,
        webrtcSdk: DIRTY,
      })
    },
    sql: session('d3'),
    stored: [
      { platform: clean, devices: clean, constraints: clean, metadata: null, app_version: 'd3', webrtc_sdk: CLEAN },
    ],
  },
  {
    name: 'name and data of /events/browser',
    send: ({ post }) => post('/events/browser', { eventName: `dirty4${DIRTY}`, data: dirty }),
    sql: event('dirty4'),
    stored: [{ type: `dirty4${CLEAN}`, data: clean }],
  },
  {
    name: 'fields beside the data of /events/browser',
    send: ({ post }) => post('/events/browser', { eventName: 'dirty5', ...dirty }),
    sql: event('dirty5'),
    stored: [{ type: 'dirty5', data: clean }],
  },
  {
    name: 'a track of /events/get-user-media',
    send: ({ post }) =>
      post('/events/get-user-media', {
        eventName: 'getUserMedia',
        data: { audio: [{ id: `d6${DIRTY}`, label: DIRTY, settings: dirty }] },
      }),
    sql: track('d6'),
    stored: [{ track_id: `d6${CLEAN}`, label: CLEAN, settings: clean }],
  },
  {
    name: 'the peer of /connection',
    send: async ({ post }) => {
      await post('/connection', { eventName: 'addConnection', peerId: `dirty7${DIRTY}`, peerName: DIRTY })
      return await post('/connection', { eventName: 'dirty7', peerId: `dirty7${DIRTY}` })
    },
    sql: `select event.type, external_id, name from participant join event on event.peer_id = participant.id
           where external_id like 'dirty7%' order by event.received_at`,
    stored: ['addConnection', 'dirty7'].map(type => ({ type, external_id: `dirty7${CLEAN}`, name: CLEAN })),
  },
  {
    name: 'an entry of /connection/batch',
    send: ({ post, call: { peerId } }) =>
      post('/connection/batch', { data: [{ eventName: `dirty8${DIRTY}`, peerId, data: dirty }] }),
    sql: event('dirty8'),
    stored: [{ type: `dirty8${CLEAN}`, data: clean }],
  },
  {
    name: 'a report of /stats',
    send: ({ post, call: { connectionId } }) =>
      post('/stats', { connectionId, data: { connection: { timestamp: 9 }, remote: dirty }, timeTaken: 9 }),
    sql: report(9),
    stored: [{ report: { connection: { timestamp: 9 }, remote: clean } }],
  },
  {
    name: 'a track of /stats',
    send: ({ post, call: { connectionId } }) =>
      post('/stats', { connectionId, data: { audio: { inbound: [{ track: { trackIdentifier: `d10${DIRTY}` } }] } } }),
    sql: track('d10'),
    stored: [{ track_id: `d10${CLEAN}`, label: null, settings: null }],
  },
  {
    name: 'a track of /tracks',
    send: async ({ post, put, call: { connectionId } }) => {
      const data = { label: DIRTY, settings: dirty }
      await post('/tracks', { event: 'ontrack', connectionId, trackId: `d11${DIRTY}`, data })
      return await put('/tracks', { event: 'mute', trackId: `d11${DIRTY}` })
    },
    sql: track('d11'),
    stored: [{ track_id: `d11${CLEAN}`, label: CLEAN, settings: clean }],
  },
  {
    name: 'name and data of an event of /tracks',
    send: async ({ post, put, call: { connectionId } }) => {
      await post('/tracks', { event: 'ontrack', connectionId, trackId: 'd12' })
      return await put('/tracks', { event: `dirty12${DIRTY}`, trackId: 'd12', data: dirty })
    },
    sql: event('dirty12'),
    stored: [{ type: `dirty12${CLEAN}`, data: clean }],
  },
  {
    name: 'ids and names of Initialize',
    send: ({ clients, server: { apiKey } }) =>
      clients.grpc.initialize({
        apiKey,
        externalConferenceId: `dirty13${DIRTY}`,
        externalUserId: `dirty13${DIRTY}`,
        conferenceName: DIRTY,
        userName: DIRTY,
      }),
    sql: call('dirty13'),
    stored: [{ conference: `dirty13${CLEAN}`, name: CLEAN, participant: `dirty13${CLEAN}`, participant_name: CLEAN }],
  },
  {
    name: 'all of CreateSession',
    send: ({ clients, call: { initToken } }) =>
      clients.grpc.createSession(
        {
          platform: dirty,
          devices: { kind: { case: 'stringValue', value: DIRTY } },
          constraints: dirty,
          meta: { [DIRTY]: DIRTY },
          appVersion: `d14${DIRTY}`,
          webrtcSdk: DIRTY,
        },
        bearer(initToken),
      ),
    sql: session('d14'),
    stored: [
      {
        platform: clean,
        devices: CLEAN,
        constraints: clean,
        metadata: { [CLEAN]: CLEAN },
        app_version: `d14${CLEAN}`,
        webrtc_sdk: CLEAN,
      },
    ],
  },
  {
    name: 'data of RecordBrowserEvent, in JSON',
    send: ({ rpc }) => rpc('RecordBrowserEvent', { eventName: 'dirty15', data: dirty }),
    sql: event('dirty15'),
    stored: [{ type: 'dirty15', data: clean }],
  },
  {
    name: 'name of RecordBrowserEvent',
    send: ({ clients, call: { token } }) =>
      clients.grpc.recordBrowserEvent({ eventName: `dirty16${DIRTY}` }, bearer(token)),
    sql: event('dirty16'),
    stored: [{ type: `dirty16${CLEAN}`, data: null }],
  },
  {
    name: 'a report of RecordStats',
    send: ({ rpc, call: { connectionId } }) =>
      rpc('RecordStats', { connectionId, stats: { remote: dirty }, collectionTimeMs: 17 }),
    sql: report(17),
    stored: [{ report: { remote: clean } }],
  },
  {
    name: 'a report of RecordStats as text',
    send: ({ rpc, call: { connectionId } }) =>
      rpc('RecordStats', {
        connectionId,
        statsJson: Buffer.from(JSON.stringify({ remote: dirty })).toString('base64'),
        collectionTimeMs: 18,
      }),
    sql: report(18),
    stored: [{ report: { remote: clean } }],
  },
  {
    name: 'a track of AddTrack',
    send: ({ clients, call: { connectionId, token } }) =>
      clients.grpc.addTrack({ connectionId, trackIdentifier: `d19${DIRTY}` }, bearer(token)),
    sql: track('d19'),
    stored: [{ track_id: `d19${CLEAN}`, label: null, settings: null }],
  },
]
