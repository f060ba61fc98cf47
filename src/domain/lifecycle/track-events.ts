import { type TrackDescription, trackAfter } from '../call/track.ts'
import type { JsonValue } from '../values/json.ts'
import type { CallDraft, Reporter } from './call-draft.ts'
import type { TrackRow } from './call-rows.ts'

/** Where tracks were seen, and when. */
export interface Sighting {
  connectionId: string | null
  at: Date
  /** Makes the id of a row. */
  newId: () => string
}

/**
 * Makes the rows of tracks that have none yet; a track that is known without a connection gets the one it is now seen on.
 * @returns the rows, by track id
 */
export function ensureTracks(
  draft: CallDraft,
  { appId, sessionId }: Reporter,
  tracks: readonly TrackDescription[],
  { connectionId, at, newId }: Sighting,
): Map<string, TrackRow> {
  const rows = new Map<string, TrackRow>()
  for (const description of new Map(tracks.map(track => [track.trackId, track])).values()) {
    const known = draft.track(sessionId, description.trackId)
    if (known) complete(draft, known, description, connectionId)
    const row = known ?? {
      id: newId(),
      app: appId,
      session: sessionId,
      connection: connectionId,
      createdAt: at,
      ...description,
    }
    if (!known) draft.addTrack(row)
    rows.set(description.trackId, row)
  }
  return rows
}

function complete(
  draft: CallDraft,
  track: TrackRow,
  { kind, label }: TrackDescription,
  connectionId: string | null,
): void {
  const isComplete =
    (track.connection !== null || connectionId === null) &&
    (track.kind !== null || kind === null) &&
    (track.label !== null || label === null)
  if (isComplete) return
  draft.changeTrack(track, {
    connection: track.connection ?? connectionId,
    kind: track.kind ?? kind,
    label: track.label ?? label,
  })
}

/** Takes in how a page describes a track: one first heard of in a stats report is known by its id only. */
export function describe(draft: CallDraft, track: TrackRow, { info }: TrackDescription): void {
  if (track.info.enabled !== null || track.info === info) return
  draft.changeTrack(track, { info: { ...info, muted: track.info.muted } })
}

/** Takes in what happened to a track. */
export function changeTrack(draft: CallDraft, track: TrackRow, event: string, data: JsonValue): void {
  const info = trackAfter(track.info, event, data)
  if (info !== track.info) draft.changeTrack(track, { info })
}
