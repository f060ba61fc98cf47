import { trackDirections, trackKinds } from '../call/track.ts'
import { asArray, isJsonObject, type JsonObject } from '../values/json.ts'
import { type TrackReport, trackReports } from './stats-report.ts'

/** A stats report taken apart: what it says of each known track, and the rest, which is about the connection. */
export interface SplitReport {
  /** In the order of the report. */
  tracks: TrackReport[]
  /** The report without them; lists and sections that become empty are left out. */
  rest: JsonObject
}

export function splitReport(report: JsonObject): SplitReport {
  const tracks = trackReports(report)
  const taken = new Set(tracks.map(track => track.rtp))
  const rest = { ...report }
  for (const kind of trackKinds) {
    const section = report[kind]
    if (!isJsonObject(section)) continue
    const left = withoutReports(section, taken)
    if (Object.keys(left).length > 0) rest[kind] = left
    else delete rest[kind]
  }
  return { tracks, rest }
}

function withoutReports(section: JsonObject, taken: ReadonlySet<JsonObject>): JsonObject {
  const left = { ...section }
  for (const direction of trackDirections) {
    const reports = asArray(section[direction]).filter(rtp => !isJsonObject(rtp) || !taken.has(rtp))
    if (reports.length > 0) left[direction] = reports
    else delete left[direction]
  }
  return left
}
