import type { Report } from '../../stats/report.ts'
import type { ConnectionFacts } from './connection-facts.ts'
import type { SessionFacts } from './session-facts.ts'
import type { TrackFacts } from './track-facts.ts'

/*
 * What the analysis remembers of one call has bounds: reports come from anybody who has the key of an app, and one call that
 * is made to grow without end may not cost the others their verdicts.
 */

/** Sessions, connections, tracks and streams of a call: those of 1,500 people in a meeting over an SFU. */
export const MAX_PARTS = 50_000

/** Sessions of a participant: what is looked for among them is looked for often. */
export const MAX_SESSIONS = 500

/** Connections of a participant to the same peer. */
export const MAX_CONNECTIONS = 500

/** Tracks of a session. */
export const MAX_TRACKS = 500

/** Streams of a connection. */
export const MAX_STREAMS = 1000

/** What counts the parts that are remembered. */
interface Counted {
  parts: number
}

/** Adds an id to the list of a key, which has no more than so many. @returns false when it has them already */
export function addTo(lists: Map<string, string[]>, key: string, id: string, most: number): boolean {
  const list = lists.get(key)
  if (list && list.length >= most) return false
  if (list) list.push(id)
  else lists.set(key, [id])
  return true
}

/** Takes room for another part of the call. @returns false when there is none */
function takeRoom(state: Counted): boolean {
  if (state.parts >= MAX_PARTS) return false
  state.parts++
  return true
}

/** Takes room for another part of the call that is listed under a key. @returns false when there is none, there or in the call */
export const admit = (
  state: Counted,
  lists: Map<string, string[]>,
  { key, id, most }: { key: string; id: string; most: number },
): boolean => state.parts < MAX_PARTS && addTo(lists, key, id, most) && takeRoom(state)

/** Remembers a track of a session. Beyond the bound the one received first is forgotten, as pages replace what they receive. */
export function keepTrack(state: Counted, { tracks }: SessionFacts, id: string, track: TrackFacts): void {
  if (!tracks.has(id)) {
    if (tracks.size >= MAX_TRACKS) tracks.delete(firstReceived(tracks))
    else if (!takeRoom(state)) return
  }
  tracks.set(id, track)
}

/** The first of all where none was received. */
function firstReceived(tracks: ReadonlyMap<string, TrackFacts>): string {
  for (const [id, { own }] of tracks) if (!own) return id
  return tracks.keys().next().value ?? ''
}

/** The report with the streams that are remembered: those that are known, and new ones while there is room. */
export function withinBounds(state: Counted, { streams: known }: ConnectionFacts, report: Report): Report {
  const first = report.streams.length > MAX_STREAMS ? report.streams.slice(0, MAX_STREAMS) : report.streams
  const streams = first.filter(({ key }) => known.has(key) || takeRoom(state))
  return streams.length === report.streams.length ? report : { ...report, streams }
}

/** Forgets, beyond the bound, the streams that were heard of first and are not in the latest report. @returns their keys */
export function forgetStreams(state: Counted, { streams }: ConnectionFacts, latest: Report): string[] {
  const excess = streams.size - MAX_STREAMS
  if (excess <= 0) return []
  const present = new Set(latest.streams.map(({ key }) => key))
  const forgotten = [...streams.keys()].filter(key => !present.has(key)).slice(0, excess)
  for (const key of forgotten) streams.delete(key)
  state.parts -= forgotten.length
  return forgotten
}
