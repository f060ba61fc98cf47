import { createHash } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import type { CallDraft, Reporter } from '../../domain/lifecycle/call-draft.ts'
import type { TrackRow } from '../../domain/lifecycle/call-rows.ts'
import { applyConnectionEvent } from '../../domain/lifecycle/connection-events.ts'
import { announceLeave, endSession } from '../../domain/lifecycle/end-calls.ts'
import { noveltyOf, remember } from '../../domain/lifecycle/novelty.ts'
import { noteSign } from '../../domain/lifecycle/presumed-ends.ts'
import { showPair } from '../../domain/lifecycle/shown-pair.ts'
import { changeTrack, describe, ensureTracks } from '../../domain/lifecycle/track-events.ts'
import { countUserMedia } from '../../domain/lifecycle/user-media.ts'
import { DomainError } from '../../domain/values/errors.ts'
import type { EventRow } from '../../storage/events/event-row.ts'
import type { Change, Recorded, Report, ReportedEvent } from './reported-event.ts'

/** Events to be stored. */
export interface TakenEvents {
  /** Ids of events that are stored, or will be. */
  known: Set<string>
  rows: EventRow[]
  /** Events that were stored before their track was known. */
  ties: { conferenceId: string; eventId: string; trackId: string }[]
}

/** Takes the events of a report into the draft, each on its own. @returns what came of each */
export const applyReport = (
  draft: CallDraft,
  taken: TakenEvents,
  { reporter, events }: Report,
): (Recorded | DomainError)[] => events.map(event => applyEvent(draft, taken, reporter, event))

function applyEvent(
  draft: CallDraft,
  taken: TakenEvents,
  reporter: Reporter,
  { row, change }: ReportedEvent,
): Recorded | DomainError {
  const subject = repeatable(change, row)
  if (subject !== undefined) return applyOnce(draft, taken, reporter, { row, change, subject })
  const isKnown = taken.known.has(row.id)
  if (isKnown && change.kind !== 'stats') return { eventId: row.id, tracks: [] }
  const tracks = applyChange(draft, reporter, row, change, true)
  if (tracks instanceof DomainError) return tracks
  if (!isKnown) take(draft, taken, row)
  return { eventId: row.id, tracks }
}

/**
 * Takes in an event that SDKs repeat until they see an answer. A repetition is not stored again.
 * @param subject what it is about: reports about different subjects never repeat each other
 */
function applyOnce(
  draft: CallDraft,
  taken: TakenEvents,
  reporter: Reporter,
  { row, change, subject }: { row: EventRow; change: Change; subject: string },
): Recorded | DomainError {
  const receipt = { id: row.id, subject, digest: digestOf(row), at: row.createdAt.getTime() }
  const isKnown = taken.known.has(row.id)
  const { repeated, isNew } = noveltyOf(draft, reporter.sessionId, receipt, isKnown)
  const tracks = applyChange(draft, reporter, row, change, isNew)
  if (tracks instanceof DomainError) return tracks
  const trackId = tracks[0]?.id
  if (repeated) {
    if (trackId) taken.ties.push({ conferenceId: row.conferenceId, eventId: repeated.id, trackId })
    return { eventId: repeated.id, tracks }
  }
  if (!isKnown) {
    remember(draft, reporter.sessionId, receipt)
    take(draft, taken, { ...row, trackId: trackId ?? row.trackId })
  }
  return { eventId: row.id, tracks }
}

function take(draft: CallDraft, taken: TakenEvents, row: EventRow): void {
  noteSign(draft, row, row.createdAt)
  taken.known.add(row.id)
  taken.rows.push(row)
}

/** @returns the tracks that the event tells of, or its refusal */
function applyChange(
  draft: CallDraft,
  reporter: Reporter,
  { type, data, createdAt: at, connectionId }: EventRow,
  change: Change,
  isNew: boolean,
): readonly TrackRow[] | DomainError {
  switch (change.kind) {
    case 'none':
      return []
    case 'connection': {
      const event = { connectionId: change.connectionId, eventName: type, data, at }
      return applyConnectionEvent(draft, reporter, event) ?? []
    }
    case 'leave':
      if (change.endsConnections) return endSession(draft, reporter, at) ?? []
      announceLeave(draft, reporter, at)
      return []
    case 'new track': {
      const { description } = change
      const tracks = [...ensureTracks(draft, reporter, [description], { connectionId, at, newId: uuidv7 }).values()]
      for (const track of tracks) describe(draft, track, description)
      return tracks
    }
    case 'track': {
      const track = draft.track(reporter.sessionId, change.trackId)
      if (!track) return new DomainError('track_not_found', 'trackId is no known track of this session')
      if (isNew) changeTrack(draft, track, type, data)
      return [track]
    }
    case 'user media':
      ensureTracks(draft, reporter, change.tracks, { connectionId: null, at, newId: uuidv7 })
      countUserMedia(draft, reporter, data, at)
      return []
    case 'stats':
      return applyStats(draft, reporter, change, at)
  }
}

function applyStats(
  draft: CallDraft,
  reporter: Reporter,
  { connectionId, pair, tracks }: Extract<Change, { kind: 'stats' }>,
  at: Date,
): readonly TrackRow[] | DomainError {
  const connection = draft.connections.get(connectionId)
  if (!connection || connection.endTime) return new DomainError('connection_ended')
  showPair(draft, reporter, connection, pair, at)
  return [...ensureTracks(draft, reporter, tracks, { connectionId, at, newId: uuidv7 }).values()]
}

/** The subject of what SDKs repeat. Each kind of ending is repeated on its own, with others in between. */
function repeatable(change: Change, { type }: EventRow): string | undefined {
  switch (change.kind) {
    case 'leave':
      return `session ${type}`
    // Toggles of a track and its announcement do not come between each other.
    case 'new track':
      return `${type === 'ontrack' ? 'ontrack' : 'track'} ${change.description.trackId}`
    case 'track':
      return `${type === 'ontrack' ? 'ontrack' : 'track'} ${change.trackId}`
    default:
      return undefined
  }
}

const digestOf = (row: EventRow): string =>
  createHash('sha1')
    .update(JSON.stringify([row.category, row.type, row.connectionId, row.data]))
    .digest('base64url')
    .slice(0, 16)
