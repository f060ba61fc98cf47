import { storableTrackId, type TrackDirection, type TrackKind, trackDirections, trackKinds } from '../call/track.ts'
import { asArray, asObject, asString, type JsonObject, type JsonValue } from '../values/json.ts'

/** One RTP stream report inside a stats report that is about a known track. */
export interface TrackReport {
  trackId: string
  kind: TrackKind
  direction: TrackDirection
  /** The RTP stream report itself. */
  rtp: JsonObject
}

const reportsOf = (report: JsonObject, kind: TrackKind, direction: TrackDirection): JsonObject[] =>
  asArray(asObject(report[kind])[direction]).map(asObject)

/**
 * The id of the track that an RTP report is about: `track.trackIdentifier`, or where current Chromium puts it for
 * inbound streams, `trackIdentifier` beside an empty `track`. Undefined when the report carries no `track` object: it
 * then belongs to its connection only.
 */
function reportedTrackId(rtp: JsonObject): string | undefined {
  if (rtp['track'] === undefined || rtp['track'] === null) return undefined
  const id = asString(asObject(rtp['track'])['trackIdentifier']) ?? asString(rtp['trackIdentifier'])
  return id ? storableTrackId(id) : undefined
}

/** The tracks that a stats report is about, in the order of the report. */
export const trackReports = (report: JsonObject): TrackReport[] =>
  trackKinds.flatMap(kind =>
    trackDirections.flatMap(direction =>
      reportsOf(report, kind, direction).flatMap(rtp => {
        const trackId = reportedTrackId(rtp)
        return trackId ? [{ trackId, kind, direction, rtp }] : []
      }),
    ),
  )

/**
 * Whether the report says when it was taken: every getStats entry has a `timestamp`, so two polls never look the same
 * and an equal report is a repetition. Without one, equal reports may be two empty polls.
 */
export function isTimestamped(report: JsonObject): boolean {
  const isStamped = (entry: JsonValue | undefined) => typeof asObject(entry)['timestamp'] === 'number'
  return (
    isStamped(report['connection']) ||
    trackKinds.some(kind => trackDirections.some(direction => reportsOf(report, kind, direction).some(isStamped)))
  )
}
