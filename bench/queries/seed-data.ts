import { readFileSync } from 'node:fs'
import { trackReports } from '../../src/domain/stats/stats-report.ts'
import { asObject, type JsonObject, type JsonValue } from '../../src/domain/values/json.ts'
import { type PackedReport, packReport } from '../../src/storage/events/report-packing.ts'

/** What calls are made of, taken from a recorded one: real sizes and real JSON. */
export interface SeedData {
  reports: PackedReport[]
  session: { platform: JsonObject; devices: JsonValue; constraints: JsonValue }
}

export function readSeedData(): SeedData {
  const file = new URL('../../test/recordings/sdk-call.json', import.meta.url)
  const { requests } = JSON.parse(readFileSync(file, 'utf8')) as { requests: JsonObject[] }
  const bodies = (path: string) =>
    requests
      .filter(request => request['path'] === path && request['method'] === 'POST')
      .map(({ body }) => asObject(typeof body === 'string' ? JSON.parse(body) : body))
  const reports = bodies('/v1/stats').map(({ data }) => {
    const report = asObject(data)
    return packReport(Buffer.from(JSON.stringify(report)), trackReports(report).length, false)
  })
  const [session = {}] = bodies('/v1/sessions')
  const { platform, devices = null, constraints = null } = session
  return { reports, session: { platform: asObject(platform), devices, constraints } }
}
