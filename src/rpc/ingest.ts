import { timestampFromDate } from '@bufbuild/protobuf/wkt'
import type { HandlerContext, ServiceImpl } from '@connectrpc/connect'
import type { EntryResult as EntryResultMessage, EventEntry } from '../../gen/peermetrics/ingest/v1/batch_pb.js'
import type {
  AddConnectionRequest,
  RecordConnectionEventRequest,
} from '../../gen/peermetrics/ingest/v1/connections_pb.js'
import type {
  RecordBrowserEventRequest,
  RecordGetUserMediaEventRequest,
} from '../../gen/peermetrics/ingest/v1/events_pb.js'
import type { IngestService } from '../../gen/peermetrics/ingest/v1/ingest_service_pb.js'
import type { RecordStatsRequest } from '../../gen/peermetrics/ingest/v1/stats_pb.js'
import type { AddTrackRequest, UpdateTrackRequest } from '../../gen/peermetrics/ingest/v1/tracks_pb.js'
import { tokenExpiry } from '../auth/sdk-tokens.ts'
import { DomainError, invalid, missing } from '../domain/values/errors.ts'
import type { JsonValue } from '../domain/values/json.ts'
import { parseJsonObject } from '../domain/values/json-text.ts'
import type { ServiceContext } from '../services/context.ts'
import { createSession } from '../services/ingest/create-session.ts'
import { getPageUrl, stopConference } from '../services/ingest/customer-services.ts'
import { initialize } from '../services/ingest/initialize.ts'
import {
  type BatchEntry,
  connectionEntry,
  type EntryResult,
  pageEntry,
  recordBatch,
  requireBatchSize,
} from '../services/ingest/record-batch.ts'
import { type ConnectionEventInput, recordConnectionEvent } from '../services/ingest/record-connection-event.ts'
import { recordPageEvent } from '../services/ingest/record-page-event.ts'
import { recordStats } from '../services/ingest/record-stats.ts'
import { addTrack, updateTrack } from '../services/ingest/record-track-event.ts'
import { authenticateSession } from '../services/ingest/session-caller.ts'
import { updateSession } from '../services/ingest/update-session.ts'
import { ageMs } from './convert/age.ts'
import { eventId } from './convert/event-id.ts'
import { valueJson } from './convert/json.ts'
import { sessionMessage } from './convert/session.ts'
import { trackMessage } from './convert/track.ts'
import { errorDetail } from './errors.ts'
import { callOf } from './request-context.ts'
import { requireFields } from './require-fields.ts'

type PageEventRequest = RecordBrowserEventRequest | RecordGetUserMediaEventRequest

/** The RPCs of ingestion: convert the message, call the operation, convert its result. */
export function ingestService(context: ServiceContext): ServiceImpl<typeof IngestService> {
  const sessionOf = async (call: HandlerContext) => {
    const { bearer, receivedAt, logged } = callOf(call)
    const caller = await authenticateSession(context, bearer, receivedAt)
    Object.assign(logged, caller)
    return { caller, receivedAt }
  }
  const pageEvent = async (category: 'browser' | 'getUserMedia', request: PageEventRequest, call: HandlerContext) => {
    const { caller, receivedAt } = await sessionOf(call)
    return await recordPageEvent(context, caller, pageEventInput(category, request, receivedAt))
  }
  return {
    async initialize(request, call) {
      const { receivedAt, origin, logged } = callOf(call)
      requireFields(request, 'apiKey', 'externalConferenceId', 'externalUserId')
      const { token, statsIntervalMs, ...ids } = await initialize(context, { ...request, origin, receivedAt })
      Object.assign(logged, ids)
      return {
        initToken: token,
        initTokenExpireTime: timestampFromDate(tokenExpiry(receivedAt)),
        statsIntervalMs,
        serverTime: timestampFromDate(receivedAt),
      }
    },

    async createSession(request, call) {
      const { bearer, receivedAt, client, logged } = callOf(call)
      const { sessionId, token, ...ids } = await createSession(context, {
        token: bearer,
        platform: request.platform as JsonValue | undefined,
        devices: valueJson(request.devices),
        constraints: request.constraints as JsonValue | undefined,
        meta: request.meta as JsonValue | undefined,
        appVersion: request.appVersion || undefined,
        webrtcSdk: request.webrtcSdk || undefined,
        ageMs: ageMs(request.age),
        receivedAt,
        client,
      })
      Object.assign(logged, { ...ids, sessionId })
      const sessionTokenExpireTime = timestampFromDate(tokenExpiry(receivedAt))
      return { sessionId, sessionToken: token, sessionTokenExpireTime }
    },

    async updateSession(request, call) {
      const { bearer, receivedAt } = callOf(call)
      const session = await updateSession(context, {
        token: bearer,
        platform: request.platform as JsonValue | undefined,
        devices: valueJson(request.devices),
        constraints: request.constraints as JsonValue | undefined,
        webrtcSdk: request.webrtcSdk,
        receivedAt,
      })
      return { session: sessionMessage(session) }
    },

    async recordBrowserEvent(request, call) {
      return { eventId: (await pageEvent('browser', request, call)).eventId }
    },

    async recordGetUserMediaEvent(request, call) {
      return { eventId: (await pageEvent('getUserMedia', request, call)).eventId }
    },

    async addConnection(request, call) {
      const { caller, receivedAt } = await sessionOf(call)
      const { added } = await recordConnectionEvent(context, caller, addConnectionInput(request, receivedAt))
      return { ...added }
    },

    async recordConnectionEvent(request, call) {
      const { caller, receivedAt } = await sessionOf(call)
      const stored = await recordConnectionEvent(context, caller, connectionEventInput(request, receivedAt))
      return { eventId: stored.eventId }
    },

    async batchRecordEvents(request, call) {
      const { caller, receivedAt } = await sessionOf(call)
      if (request.entries.length === 0) throw missing('entries')
      requireBatchSize('entries', request.entries)
      const entries = request.entries.map(entry => batchEntry(entry, receivedAt))
      return { results: (await recordBatch(context, caller, entries)).map(entryResult) }
    },

    async recordStats(request, call) {
      const { caller, receivedAt } = await sessionOf(call)
      await recordStats(context, caller, {
        connectionId: request.connectionId,
        report: statsReport(request),
        collectionTimeMs: request.collectionTimeMs,
        ageMs: ageMs(request.age),
        receivedAt,
        eventId: eventId(request.eventId),
      })
      return {}
    },

    async addTrack(request, call) {
      const { caller, receivedAt } = await sessionOf(call)
      const track = await addTrack(context, caller, {
        ...trackInput(request, receivedAt),
        connectionId: request.connectionId,
        event: 'ontrack',
      })
      return { track: trackMessage(track) }
    },

    async updateTrack(request, call) {
      const { caller, receivedAt } = await sessionOf(call)
      const track = await updateTrack(context, caller, {
        ...trackInput(request, receivedAt),
        connectionId: request.connectionId,
        event: request.eventName,
      })
      return { track: trackMessage(track) }
    },

    async getPageUrl({ apiKey, subject }) {
      requireFields({ apiKey, subject: subject.value ?? '' }, 'apiKey', 'subject')
      const id = subject.value
      const ids = subject.case === 'externalUserId' ? { externalUserId: id } : { externalConferenceId: id }
      return { url: await getPageUrl(context, { apiKey, ...ids }) }
    },

    async stopConference(request, call) {
      requireFields(request, 'apiKey', 'externalConferenceId')
      await stopConference(context, { ...request, receivedAt: callOf(call).receivedAt })
      return {}
    },
  }
}

const pageEventInput = (category: 'browser' | 'getUserMedia', request: PageEventRequest, receivedAt: Date) => ({
  category,
  eventName: request.eventName,
  data: valueJson(request.data),
  ageMs: ageMs(request.age),
  receivedAt,
  eventId: eventId(request.eventId),
})

const addConnectionInput = (request: AddConnectionRequest, receivedAt: Date): ConnectionEventInput => ({
  category: 'connection',
  eventName: 'addConnection',
  peerId: request.externalPeerId,
  peerName: request.peerName,
  isSfu: request.isSfu,
  connectionState: request.connectionState,
  data: valueJson(request.data),
  ageMs: ageMs(request.age),
  receivedAt,
  eventId: eventId(request.eventId),
})

function connectionEventInput(request: RecordConnectionEventRequest, receivedAt: Date): ConnectionEventInput {
  requireFields(request, 'eventName')
  if (!request.connectionId) requireFields(request, 'peerId')
  if (request.eventName === 'addConnection') throw invalid('event_name: call AddConnection for addConnection')
  return {
    category: 'connection',
    eventName: request.eventName,
    peerId: request.peerId,
    connectionId: request.connectionId,
    data: valueJson(request.data),
    ageMs: ageMs(request.age),
    receivedAt,
    eventId: eventId(request.eventId),
  }
}

const trackInput = (request: AddTrackRequest | UpdateTrackRequest, receivedAt: Date) => ({
  trackId: request.trackIdentifier,
  data: valueJson(request.data),
  ageMs: ageMs(request.age),
  receivedAt,
  eventId: eventId(request.eventId),
})

function statsReport({ report }: RecordStatsRequest): JsonValue {
  if (report.case === 'stats') return report.value as JsonValue
  if (report.case !== 'statsJson') throw missing('stats or stats_json')
  try {
    return parseJsonObject(Buffer.from(report.value))
  } catch (error) {
    throw error instanceof DomainError ? invalid(`stats_json: ${error.message}`) : error
  }
}

function batchEntry({ event }: EventEntry, receivedAt: Date): BatchEntry | DomainError {
  try {
    switch (event.case) {
      case 'browserEvent':
        return pageEntry(pageEventInput('browser', event.value, receivedAt))
      case 'getUserMediaEvent':
        return pageEntry(pageEventInput('getUserMedia', event.value, receivedAt))
      case 'addConnection':
        return connectionEntry(addConnectionInput(event.value, receivedAt))
      case 'connectionEvent':
        return connectionEntry(connectionEventInput(event.value, receivedAt))
      default:
        return missing('event')
    }
  } catch (error) {
    if (error instanceof DomainError) return error
    throw error
  }
}

type ResultInit = Pick<EntryResultMessage, never> & {
  outcome:
    | { case: 'stored'; value: { eventId: string; peerId?: string; connectionId?: string } }
    | { case: 'rejected'; value: { error: ReturnType<typeof errorDetail>; message: string } }
}

function entryResult(result: EntryResult): ResultInit {
  if ('refused' in result) {
    const value = { error: errorDetail(result.refused), message: result.refused.message }
    return { outcome: { case: 'rejected', value } }
  }
  const { eventId, added } = result.stored
  return { outcome: { case: 'stored', value: { eventId, ...added } } }
}
