import { z } from 'zod'
import { DomainError, invalid, missing } from '../domain/values/errors.ts'
import { asObject, isJsonObject, type JsonObject, type JsonValue } from '../domain/values/json.ts'
import { sessionObject, trackObject } from '../presentation/objects.ts'
import { ingestRules as rules } from '../services/access/rules.ts'
import type { ServiceContext } from '../services/context.ts'
import type { SessionCaller } from '../services/ingest/caches.ts'
import { createSession } from '../services/ingest/create-session.ts'
import { getPageUrl, stopConference } from '../services/ingest/customer-services.ts'
import { initialize } from '../services/ingest/initialize.ts'
import { type BatchEntry, connectionEntry, recordBatch, requireBatchSize } from '../services/ingest/record-batch.ts'
import { recordConnectionEvent, type StoredEvent } from '../services/ingest/record-connection-event.ts'
import { recordPageEvent } from '../services/ingest/record-page-event.ts'
import { recordStats, type StatsInput } from '../services/ingest/record-stats.ts'
import { addTrack, updateTrack } from '../services/ingest/record-track-event.ts'
import { authenticateSession } from '../services/ingest/session-caller.ts'
import { updateSession } from '../services/ingest/update-session.ts'
import * as answers from './answers.ts'
import * as bodies from './bodies.ts'
import { readFields, requirePeerOrConnection, requireText } from './bodies.ts'
import type { PublicRoute, RouteRequest } from './route.ts'

/** The name of an event decides what it is about, whatever route it comes by. */
const eventErrors = [
  'participant_not_found',
  'participant_equal_peer',
  'connection_not_found',
  'connection_ended',
] as const

/** The routes of SDKs in the field and of customers' servers, as `/v1` has always had them. */
export const ingestRoutes: readonly PublicRoute[] = [
  {
    method: 'POST',
    path: '/initialize',
    summary: 'Joins a call: finds or makes the call and the participant.',
    body: bodies.initializeBody,
    answer: answers.initializeAnswer,
    errors: ['app_not_recording', 'domain_not_allowed'],
    credential: 'apiKey',
    access: rules.initialize,
    handle: postInitialize,
  },
  {
    method: 'POST',
    path: '/sessions',
    summary: 'Begins a session: a page has loaded.',
    body: bodies.createSessionBody,
    answer: answers.tokenAnswer,
    errors: ['invalid_meta', 'participant_not_found', 'conference_not_found'],
    credential: 'token',
    access: rules.createSession,
    handle: postSession,
  },
  {
    method: 'PUT',
    path: '/sessions',
    summary: 'Replaces what is known of a session.',
    body: bodies.updateSessionBody,
    answer: answers.dataOf(answers.updatedSession),
    credential: 'token',
    access: rules.updateSession,
    handle: putSession,
  },
  {
    method: 'POST',
    path: '/events/get-user-media',
    summary: 'Reports a call of getUserMedia or getDisplayMedia.',
    body: bodies.eventBody,
    answer: answers.eventAnswer,
    errors: eventErrors,
    credential: 'token',
    access: rules.recordGetUserMediaEvent,
    handle: postPageEvent('getUserMedia'),
  },
  {
    method: 'POST',
    path: '/events/browser',
    summary: 'Reports an event of a page.',
    body: bodies.eventBody,
    answer: answers.eventAnswer,
    errors: eventErrors,
    credential: 'token',
    access: rules.recordBrowserEvent,
    handle: postPageEvent('browser'),
  },
  {
    method: 'POST',
    path: '/connection',
    summary: 'Reports an event of a connection.',
    body: bodies.eventBody,
    answer: answers.eventAnswer,
    errors: eventErrors,
    credential: 'token',
    access: rules.recordConnectionEvent,
    handle: postConnectionEvent,
  },
  {
    method: 'POST',
    path: '/connection/batch',
    summary: 'Reports many events of connections; each is stored or refused on its own.',
    body: bodies.batchBody,
    answer: answers.batchAnswer,
    credential: 'token',
    access: rules.batchRecordEvents,
    handle: postConnectionBatch,
    arrayAs: 'data',
  },
  {
    method: 'POST',
    path: '/stats',
    summary: 'Reports the stats of a connection. A report that is sent again is stored once.',
    body: bodies.statsBody,
    answer: answers.nothing,
    errors: ['connection_not_found', 'connection_ended'],
    credential: 'token',
    access: rules.recordStats,
    handle: postStats,
  },
  {
    method: 'POST',
    path: '/tracks',
    summary: 'Reports a remote track.',
    body: bodies.trackEventBody,
    answer: answers.dataOf(answers.track),
    errors: eventErrors,
    credential: 'token',
    access: rules.addTrack,
    handle: trackEvent(addTrack),
  },
  {
    method: 'PUT',
    path: '/tracks',
    summary: 'Reports an event of a track.',
    body: bodies.trackEventBody,
    answer: answers.dataOf(answers.track),
    errors: ['track_not_found', ...eventErrors],
    credential: 'token',
    access: rules.updateTrack,
    handle: trackEvent(updateTrack),
  },
  {
    method: 'POST',
    path: '/services/get-url',
    summary: 'Gives the address of the page of a call or participant.',
    body: bodies.pageUrlBody,
    answer: answers.pageUrlAnswer,
    errors: ['conference_not_found', 'participant_not_found'],
    credential: 'apiKey',
    access: rules.getPageUrl,
    handle: postPageUrl,
  },
  {
    method: 'POST',
    path: '/services/stop-conference',
    summary: 'Ends a call with its sessions and connections.',
    body: bodies.stopConferenceBody,
    answer: answers.emptyAnswer,
    errors: ['conference_not_found'],
    credential: 'apiKey',
    access: rules.stopConference,
    handle: postStopConference,
  },
  {
    method: 'GET',
    path: '/teapot',
    summary: 'Says that the server is there.',
    answer: z.literal("I'm a teapot"),
    access: 'public',
    handle: async () => "I'm a teapot",
  },
]

/** Answer where there is nothing to say: SDKs take an empty answer for a failure. */
const NOTHING = ''

async function postInitialize(context: ServiceContext, { body, origin, receivedAt, logged }: RouteRequest) {
  const fields = readFields(bodies.initializeBody, body)
  requireText(fields, 'apiKey', 'conferenceId', 'userId')
  const { token, statsIntervalMs, ...ids } = await initialize(context, {
    apiKey: fields.apiKey,
    externalConferenceId: fields.conferenceId,
    conferenceName: fields.conferenceName,
    externalUserId: fields.userId,
    userName: fields.userName,
    origin,
    receivedAt,
  })
  Object.assign(logged, ids)
  // Batching stays off: the SDK drops connections whose addConnection it sent in a batch.
  const time = receivedAt.getTime() / 1000
  return { token, getStatsInterval: statsIntervalMs, batchConnectionEvents: false, time }
}

async function postSession(context: ServiceContext, { body, receivedAt, client, logged }: RouteRequest) {
  const { delta, ...fields } = readFields(bodies.createSessionBody, body)
  const { token, ...ids } = await createSession(context, { ...fields, ageMs: delta, receivedAt, client })
  Object.assign(logged, ids)
  return { token }
}

async function putSession(context: ServiceContext, { body, receivedAt, logged }: RouteRequest) {
  const fields = readFields(bodies.updateSessionBody, body)
  const session = await updateSession(context, { ...fields, receivedAt })
  Object.assign(logged, { sessionId: session.id, conferenceId: session.conference, participantId: session.participant })
  return { data: sessionObject(session) }
}

/** Authenticates before anything else is looked at, and tells the log who it is. */
async function sessionOf(context: ServiceContext, { body, receivedAt, logged }: RouteRequest): Promise<SessionCaller> {
  const caller = await authenticateSession(context, body['token'], receivedAt)
  Object.assign(logged, caller)
  return caller
}

function postPageEvent(category: 'browser' | 'getUserMedia') {
  return async (context: ServiceContext, request: RouteRequest) => {
    const caller = await sessionOf(context, request)
    const { delta, ...fields } = readFields(bodies.eventBody, request.body)
    const data = pageEventData(request.body)
    const { receivedAt } = request
    return added(await recordPageEvent(context, caller, { ...fields, data, category, ageMs: delta, receivedAt }))
  }
}

const envelope = new Set(['token', 'eventName', 'data', 'delta', 'timestamp', 'peerId', 'connectionId'])

/** The SDK puts some details beside `data` (`focus`, `devices`): they belong to it. */
function pageEventData(body: JsonObject): JsonValue {
  const beside = Object.entries(body).filter(([key]) => !envelope.has(key))
  const data = body['data'] ?? null
  if (beside.length === 0 || (data !== null && !isJsonObject(data))) return data
  return Object.fromEntries([...beside, ...Object.entries(asObject(data))])
}

async function postConnectionEvent(context: ServiceContext, request: RouteRequest) {
  const caller = await sessionOf(context, request)
  const { delta, ...fields } = readFields(bodies.eventBody, request.body)
  requirePeerOrConnection(fields)
  const { receivedAt } = request
  return added(
    await recordConnectionEvent(context, caller, { ...fields, category: 'connection', ageMs: delta, receivedAt }),
  )
}

const added = (stored: StoredEvent) =>
  stored.added ? { peer_id: stored.added.peerId, connection_id: stored.added.connectionId } : NOTHING

async function postConnectionBatch(context: ServiceContext, request: RouteRequest) {
  const caller = await sessionOf(context, request)
  const { data, delta } = readFields(bodies.batchBody, request.body)
  requireBatchSize('data', data)
  const entries = data.map(entry => connectionBatchEntry(entry ?? null, delta, request.receivedAt))
  const results = await recordBatch(context, caller, entries)
  return {
    results: results.map(result =>
      'refused' in result
        ? { ok: false, error_code: result.refused.code, message: result.refused.message }
        : { ok: true, ...(result.stored.added ? (added(result.stored) as object) : {}) },
    ),
  }
}

function connectionBatchEntry(entry: JsonValue, batchDelta: number, receivedAt: Date): BatchEntry | DomainError {
  try {
    if (!isJsonObject(entry)) throw new DomainError('invalid_parameters', 'an entry must be an object')
    const { delta, timeDelta, ...fields } = readFields(bodies.batchEntry, entry)
    requireText(fields, 'eventName')
    requirePeerOrConnection(fields)
    if (Math.min(batchDelta, delta, timeDelta) < 0) throw invalid('delta must be 0 or more')
    const ageMs = batchDelta + (delta || timeDelta)
    return connectionEntry({ ...fields, category: 'connection', ageMs, receivedAt })
  } catch (error) {
    if (error instanceof DomainError) return error
    throw error
  }
}

/** Chained, not awaited: while the row of a report waits to be stored nothing here holds on to the body. */
function postStats(context: ServiceContext, request: RouteRequest): Promise<unknown> {
  return sessionOf(context, request)
    .then(caller => recordStats(context, caller, statsInput(request)))
    .then(() => NOTHING)
}

function statsInput({ body, receivedAt }: RouteRequest): StatsInput {
  const { connectionId, data, delta, timeTaken } = readFields(bodies.statsBody, body)
  return {
    connectionId,
    report: data,
    // A clock that was set back while getStats ran is no reason to lose the report.
    collectionTimeMs: typeof timeTaken === 'number' && timeTaken >= 0 ? timeTaken : undefined,
    ageMs: delta,
    receivedAt,
  }
}

function trackEvent(record: typeof addTrack) {
  return async (context: ServiceContext, request: RouteRequest) => {
    const caller = await sessionOf(context, request)
    const { delta, ...fields } = readFields(bodies.trackEventBody, request.body)
    const { receivedAt } = request
    return { data: trackObject(await record(context, caller, { ...fields, ageMs: delta, receivedAt })) }
  }
}

async function postPageUrl(context: ServiceContext, { body }: RouteRequest) {
  const { apiKey, conferenceId, userId } = readFields(bodies.pageUrlBody, body)
  // Two ids without a key have always been told that the key is wrong, not that it is missing.
  if (!apiKey && !(conferenceId && userId)) throw missing('apiKey')
  return { url: await getPageUrl(context, { apiKey, externalConferenceId: conferenceId, externalUserId: userId }) }
}

async function postStopConference(context: ServiceContext, { body, receivedAt }: RouteRequest) {
  const { apiKey, conferenceId } = readFields(bodies.stopConferenceBody, body)
  requireText({ apiKey, conferenceId }, 'apiKey', 'conferenceId')
  await stopConference(context, { apiKey, externalConferenceId: conferenceId, receivedAt })
  return {}
}
