import { categoryNumber, type EventRow, unlessSaidByConnection } from '../../src/storage/events/event-row.ts'

/** Columns of `event` in the order of {@link eventValues}. */
export const eventColumns = [
  'id',
  'conference_id',
  'app_id',
  'session_id',
  'participant_id',
  'peer_id',
  'connection_id',
  'track_id',
  'category',
  'type',
  'created_at',
  'received_at',
  'data',
  'report',
  'dictionary',
  'track_count',
  'collection_time_ms',
]

export const eventValues = (row: EventRow): unknown[] => [
  row.id,
  row.conferenceId,
  row.appId,
  unlessSaidByConnection(row, row.sessionId),
  row.participantId,
  unlessSaidByConnection(row, row.peerId),
  row.connectionId,
  row.trackId,
  categoryNumber(row.category),
  row.type,
  row.createdAt.toISOString(),
  row.receivedAt.toISOString(),
  row.data === null ? null : JSON.stringify(row.data),
  row.packed?.report ?? null,
  row.packed?.dictionary ?? null,
  row.packed?.trackCount ?? null,
  row.collectionTimeMs,
]
