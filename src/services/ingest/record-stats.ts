import { hash } from 'node:crypto'
import { eventTime } from '../../domain/call/event-time.ts'
import { describeReportedTrack } from '../../domain/call/track.ts'
import { coverReportAddresses } from '../../domain/privacy/covered-addresses.ts'
import { type SelectedPair, selectedPair } from '../../domain/stats/candidate-pair.ts'
import { isTimestamped, type TrackReport, trackReports } from '../../domain/stats/stats-report.ts'
import { invalid } from '../../domain/values/errors.ts'
import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  requireShallow,
  storableJsonText,
} from '../../domain/values/json.ts'
import type { EventRow } from '../../storage/events/event-row.ts'
import { packReport } from '../../storage/events/report-packing.ts'
import type { ServiceContext } from '../context.ts'
import type { KnownConnection, SessionCaller } from './caches.ts'
import { eventRow } from './event-row.ts'
import { recordEvent } from './record-events.ts'
import { resolveConnection } from './references.ts'

/** Most tracks of one report: more than any media server sends over one connection. */
const MAX_TRACKS = 2000

export interface StatsInput {
  connectionId: string | undefined
  /** The object that the SDK's stats library builds. */
  report: JsonValue
  /** Duration of getStats, ms. */
  collectionTimeMs?: number | undefined
  ageMs: number
  receivedAt: Date
  /** A UUID that the sender chose: the same report sent again is stored once. */
  eventId?: string | undefined
}

/** A report, packed, with what it says about the rows of its connection and tracks. */
interface ReceivedReport {
  connectionId: string
  known: KnownConnection
  row: EventRow
  pair: SelectedPair
  tracks: readonly TrackReport[]
}

/**
 * Stores a getStats report of a connection. A report that is sent again is stored once: it is recognised by its content,
 * which carries the time it was taken.
 * @throws DomainError invalid_parameters, connection_not_found, connection_ended
 */
export function recordStats(context: ServiceContext, caller: SessionCaller, input: StatsInput): Promise<void> {
  // Chained, not awaited: what waits to be stored is the packed row, not the report.
  return packedReport(context, caller, input).then(packed => storeReport(context, caller, packed))
}

async function packedReport(
  context: ServiceContext,
  caller: SessionCaller,
  input: StatsInput,
): Promise<ReceivedReport> {
  const at = eventTime(input.receivedAt, input.ageMs)
  const { id, known } = await resolveConnection(context, caller, input.connectionId)
  if (!isJsonObject(input.report)) throw invalid('data must be an object', { field: 'data' })
  requireShallow(input.report)
  const { value: report, text } = storableJsonText(coverReportAddresses(input.report, context.addressPolicy))
  const tracks = trackReports(report)
  if (tracks.length > MAX_TRACKS)
    throw invalid(`data reports more than ${MAX_TRACKS} tracks`, { field: 'data', limit: MAX_TRACKS })
  const { collectionTimeMs } = input
  if (collectionTimeMs !== undefined && !(collectionTimeMs >= 0))
    throw invalid('timeTaken must be 0 or more', { field: 'timeTaken' })
  const keyed = Buffer.from(id + text)
  const row: EventRow = {
    ...eventRow(caller, {
      category: 'stats',
      type: 'stats',
      at,
      receivedAt: input.receivedAt,
      eventId: input.eventId ?? contentKey(report, keyed),
      connectionId: id,
      peerId: known.peerId,
    }),
    collectionTimeMs: collectionTimeMs ?? null,
    packed: packReport(keyed.subarray(id.length), tracks.length),
  }
  return { connectionId: id, known, row, pair: selectedPair(report), tracks }
}

async function storeReport(context: ServiceContext, caller: SessionCaller, received: ReceivedReport): Promise<void> {
  const { known, row, pair, tracks } = received
  if (tellsNothingNew(known, pair, tracks)) {
    await context.events.append(row, { requiresOpenConnection: true })
    return
  }
  await storeWithNews(context, caller, received)
  known.shown = pair
}

/**
 * One key for one report of one connection, on every server and after every restart; none for a report without times.
 * @param keyed id of the connection, and the text of the report
 */
const contentKey = (report: JsonObject, keyed: Buffer): string | undefined =>
  isTimestamped(report) ? hash('sha256', keyed, 'base64url') : undefined

/** The usual case: the rows of the connection and of its tracks already say what the report shows. */
function tellsNothingNew(known: KnownConnection, pair: SelectedPair, tracks: readonly TrackReport[]): boolean {
  const { shown } = known
  return (
    shown !== null &&
    (pair.type === null || pair.type === shown.type) &&
    (!pair.tcp || shown.tcp) &&
    (!pair.established || shown.established) &&
    tracks.every(track => known.tracks.has(track.trackId))
  )
}

async function storeWithNews(context: ServiceContext, caller: SessionCaller, news: ReceivedReport): Promise<void> {
  const { connectionId, row, pair } = news
  const tracks = news.tracks.map(track => describeReportedTrack(track.trackId, track.kind, track.direction))
  const change = { kind: 'stats', connectionId, pair, tracks } as const
  const recorded = await recordEvent(context, caller, { row, isNamed: true, change })
  const known = context.caches.connections.get(connectionId)
  for (const track of recorded.tracks) known?.tracks.set(track.trackId, track.id)
}
