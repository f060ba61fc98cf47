import { z } from 'zod'
import { eventCategories } from '../domain/call/event.ts'
import { trackDirections, trackKinds } from '../domain/call/track.ts'

/*
 * Answers of the HTTP routes. The tests hold every answer that they get to them, and the reference is made of them; at run
 * time nothing is checked.
 */

const id = z.guid().meta({ format: 'uuid' })
const time = z.iso.datetime().meta({ format: 'date-time' })
const json = (description: string) => z.unknown().meta({ description })
const jsonObject = (description: string) => z.record(z.string(), z.unknown()).meta({ description })
const seconds = (description: string) => z.number().meta({ description })
const count = z.int().min(0)

/** `{"data": …}`. */
export const dataOf = <Schema extends z.ZodType>(data: Schema) => z.strictObject({ data })

export const wholeListOf = <Schema extends z.ZodType>(row: Schema) => dataOf(z.array(row))

/** A list that can be asked for whole or in parts. */
export const listOf = <Schema extends z.ZodType>(row: Schema) =>
  z.union([
    wholeListOf(row),
    z
      .strictObject({ results: z.array(row), count: count.meta({ description: 'Rows of the whole list.' }) })
      .meta({ description: 'With `limit` or `offset` in the query.' }),
  ])

export const nothing = z.literal('').meta({ description: 'An empty JSON string: done, and nothing to say.' })

export const errorAnswer = z
  .strictObject({
    error_code: z.string().meta({ description: 'Stable, for programs.' }),
    message: z
      .string()
      .meta({ description: 'For people. The header `X-Error-Detail` says which field is wrong and why.' }),
  })
  .meta({ id: 'Error' })

export const tokenAnswer = z.strictObject({
  token: z.string().meta({ description: 'Goes into the body of what a page reports about its session.' }),
})

export const initializeAnswer = z.strictObject({
  token: z.string().meta({ description: 'For `POST /sessions`; valid for 24 h.' }),
  getStatsInterval: z.int().meta({ description: 'How often stats are to be reported, in ms.' }),
  batchConnectionEvents: z.literal(false),
  time: z.number().meta({ description: 'Time of the server, in seconds since the epoch.' }),
})

/** What `addConnection` makes, else nothing. */
const addedConnection = z.strictObject({ peer_id: id, connection_id: id })

export const eventAnswer = z.union([
  nothing,
  addedConnection.meta({ description: 'After `addConnection`: the ids that its later events and stats name.' }),
])

export const batchAnswer = z.strictObject({
  results: z
    .array(
      z.union([
        z.strictObject({ ok: z.literal(true), ...addedConnection.partial().shape }),
        z.strictObject({ ok: z.literal(false), error_code: z.string(), message: z.string() }),
      ]),
    )
    .meta({ description: 'One for each entry, in their order.' }),
})

export const pageUrlAnswer = z.strictObject({ url: z.url() })

export const emptyAnswer = z.strictObject({})

export const apiKeyAnswer = z.strictObject({ api_key: z.string().regex(/^[a-z0-9]{32}$/) })

export const organization = z
  .strictObject({ id, name: z.string(), created_at: time })
  .meta({ id: 'Organization', description: 'Owns apps.' })

export const app = z
  .strictObject({
    id,
    name: z.string(),
    api_key: z.string().meta({ description: 'With which SDKs and servers of the customer present themselves.' }),
    domain: z
      .string()
      .nullable()
      .meta({ description: 'Host name that pages must be served from; null or empty: any.' }),
    organization: id,
    interval: z.int().meta({ description: 'Period of stats reports, in ms.' }),
    recording: z.boolean().meta({ description: 'False: nothing is accepted from its SDKs.' }),
    durations_days: z
      .record(z.string(), z.int())
      .meta({ description: 'Seconds of active connection by UTC day, of the last 31 days.' }),
    created_at: time,
  })
  .meta({ id: 'App', description: 'A product that reports calls.' })

const conferenceFields = {
  id,
  conference_id: z.string().meta({ description: 'The id that the application gave the call; unique in its app.' }),
  conference_name: z.string().nullable(),
  conference_info: jsonObject('Facts about the call.'),
  start_time: time.nullable().meta({ description: 'Of the first connection ever.' }),
  call_start: time.nullable().meta({ description: 'Of the first connection of the current run; null: none is open.' }),
  end_time: time.nullable(),
  ongoing: z.boolean(),
  duration: seconds('Seconds with connections; gaps between runs do not count.'),
  app: id,
  created_at: time,
}

export const conferenceRow = z
  .strictObject({
    ...conferenceFields,
    has_errors: z.boolean(),
    has_warnings: z.boolean(),
    participants_count: count.nullable().meta({ description: 'Without SFUs; null: none.' }),
  })
  .meta({ id: 'ConferenceRow', description: 'A call as lists have it.' })

export const conference = z
  .strictObject({ ...conferenceFields, participants: z.array(id), issues: z.array(id) })
  .meta({ id: 'Conference', description: 'A call.' })

export const participant = z
  .strictObject({
    id,
    participant_id: z.string().meta({ description: 'The id that the application gave; unique in its app.' }),
    participant_name: z.string().nullable(),
    is_sfu: z.boolean().meta({ description: 'A media server.' }),
    app: id,
    created_at: time,
  })
  .meta({ id: 'Participant', description: 'A person, or a media server.' })

const sessionFields = {
  id,
  conference: id,
  participant: id,
  devices: json('As the page reported them.'),
  platform: json('Browser and operating system, as the page reported them.'),
  metadata: json('What the application said of it.'),
  geo_ip: z
    .strictObject({
      country_code: z.string().nullable(),
      region_code: z.string().nullable(),
      city: z.string().nullable(),
      latitude: z.number().nullable(),
      longitude: z.number().nullable(),
    })
    .meta({ id: 'Location', description: 'Where the client is; null: unknown.' }),
  app_version: z.string().nullable(),
  webrtc_sdk: z.string().nullable(),
  session_info: jsonObject('Facts about the session.'),
  duration: seconds('Seconds from creation to end; 0 while it lasts.'),
  end_time: time.nullable(),
  call_start: time.nullable().meta({ description: 'Of the current run of connections; null: none is open.' }),
  created_at: time,
}

const constraints = json('Of getUserMedia.')
const issueIds = z.array(id).meta({ description: 'Ids of issues.' })

export const sessionRow = z
  .strictObject({ ...sessionFields, issues: issueIds })
  .meta({ id: 'SessionRow', description: 'A session as lists have it.' })

export const session = z
  .strictObject({ ...sessionFields, constraints, issues: issueIds })
  .meta({ id: 'Session', description: 'One presence of a participant in a call: a page load.' })

export const updatedSession = z
  .strictObject({ ...sessionFields, constraints })
  .meta({ id: 'UpdatedSession', description: 'A session as its page is told of it.' })

export const connection = z
  .strictObject({
    id,
    session: id,
    conference: id,
    participant: id,
    peer: id.meta({ description: 'The participant at the other side.' }),
    type: z.string().nullable().meta({ description: 'Type of the selected local candidate; null: not known yet.' }),
    state: z.string().meta({ description: 'RTCPeerConnectionState.' }),
    connection_info: z.strictObject({
      detected_tcp: z.boolean(),
      detected_turn: z.boolean(),
      negotiations: z.array(
        z
          .strictObject({
            start_time: time,
            status: z.enum(['connecting', 'connected', 'stable', 'failed']),
            type: z.enum(['initial', 'renegotiation']),
            end_time: time.nullable(),
            duration: z.number().nullable().meta({ description: 'Seconds, with milliseconds.' }),
          })
          .meta({ id: 'Negotiation', description: 'One offer/answer exchange.' }),
      ),
    }),
    start_time: time,
    end_time: time.nullable(),
    duration: seconds('Seconds from start to end; 0 while it is open.'),
    created_at: time,
  })
  .meta({ id: 'Connection', description: 'One RTCPeerConnection of a session towards a peer.' })

export const track = z
  .strictObject({
    id,
    session: id,
    connection: id.nullable(),
    kind: z.enum(trackKinds).nullable(),
    direction: z.enum(trackDirections),
    track_id: z.string().meta({ description: 'MediaStreamTrack.id.' }),
    label: z.string().nullable(),
    track_info: jsonObject('Properties of the MediaStreamTrack, as its page reports them.'),
    created_at: time,
  })
  .meta({ id: 'Track', description: 'A media track of a session.' })

export const event = z
  .strictObject({
    id,
    conference: id,
    participant: id.nullable(),
    peer: id.nullable(),
    session: id.nullable(),
    connection: id.nullable(),
    track: id.nullable(),
    app: id,
    type: z.string().meta({ description: 'Name of the event.' }),
    category: z.enum(eventCategories),
    data: json('As it was reported; of stats, the part about the track or connection.'),
    created_at: time,
  })
  .meta({ id: 'Event', description: 'Something that was reported.' })

export const issue = z
  .strictObject({
    id,
    session: id.nullable(),
    conference: id,
    participant: id.nullable(),
    connection: id.nullable(),
    track: id.nullable(),
    type: z.enum(['error', 'warning']),
    code: z.string(),
    data: json('What was seen.'),
    created_at: time,
    title: z.string(),
    explanation: z.string(),
  })
  .meta({ id: 'Issue', description: 'A finding about a call, participant, session, connection or track.' })

const media = z.strictObject({
  inbound: z.array(jsonObject('RTP stream.')),
  outbound: z.array(jsonObject('RTP stream.')),
})
const reported = z.number().nullable()

const snapshot = z
  .strictObject({
    id,
    app: id,
    session: id,
    conference: id,
    participant: id,
    peer: id.nullable(),
    connection: id,
    created_at: time,
    type: z.literal('stats'),
    data: z.strictObject({
      connection: z
        .strictObject({
          id: z.string().nullable(),
          bytesSent: reported,
          packetsSent: reported,
          responsesReceived: reported,
          totalRoundTripTime: reported.meta({ description: 'Seconds.' }),
        })
        .meta({ description: 'The selected candidate pair; every field is null when there was none.' }),
      remote: jsonObject('Reports of the remote side by RTCP.'),
      audio: media,
      video: media,
    }),
  })
  .meta({ id: 'StatsSnapshot', description: 'One stats report, reduced to what graphs are drawn from.' })

export const graphsAnswer = z.union([
  z.strictObject({ ongoing: z.literal(true) }).meta({ description: 'The call has not ended.' }),
  z.strictObject({ building: z.literal(true) }).meta({ description: 'Its summary is being made: ask again.' }),
  z.strictObject({ summary: wholeListOf(snapshot) }),
])

const range = { range: z.string().meta({ description: 'As it is shown.' }), count }
const named = z.strictObject({ name: z.string(), count })

export const outcomesAnswer = wholeListOf(
  z.strictObject({ date: z.iso.date(), success: count, warning: count, error: count, ongoing: count, total: count }),
)
export const durationsAnswer = wholeListOf(z.strictObject({ ...range, min_sec: count, max_sec: count.nullable() }))
export const participantCountsAnswer = z.strictObject({
  data: z.array(z.strictObject({ participants: count, conferences: count })),
  total_conferences: count,
})
export const issueCountsAnswer = wholeListOf(z.strictObject({ code: z.string(), title: z.string(), count }))
export const mediaErrorsAnswer = z.strictObject({
  data: z.array(z.strictObject({ name: z.string(), message: z.string(), count })),
  total: count,
})
export const pathsAnswer = wholeListOf(z.strictObject({ name: z.enum(['Direct', 'Relayed']), count }))
export const setupTimesAnswer = wholeListOf(
  z.strictObject({ ...range, min_ms: count, max_ms: count.nullable(), conference_ids: z.array(id) }),
)
export const originsAnswer = z.strictObject({
  browsers: z.array(named),
  os: z.array(named),
  countries: z.array(z.strictObject({ code: z.string(), count })),
  cities: z.array(
    z.strictObject({ city: z.string(), latitude: z.number().nullable(), longitude: z.number().nullable(), count }),
  ),
})

export const matchesAnswer = z.strictObject({
  matches: z.array(
    z.strictObject({
      name: z.string().nullable(),
      id: z.string().meta({ description: 'The id that the application gave; empty where there is none.' }),
      url: z.string().meta({ description: 'Path of its page.' }),
      type: z.string(),
    }),
  ),
})
