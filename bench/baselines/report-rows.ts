import { randomUUID } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import { packReport } from '../../src/storage/events/report-packing.ts'
import { recordedStatsBodies } from '../load/stats-request.ts'

/** Columns in the order of the lines of {@link reportLines}. */
export const COLUMNS = `id, conference_id, app_id, session_id, participant_id, peer_id, connection_id, category, type,
  created_at, received_at, data, report, dictionary, track_count, collection_time_ms`

const CALLS = 64

/** How a report is stored: as one row of `jsonb`, one for the connection and one a track as the Python server does, or packed. */
export type Form = 'jsonb' | 'jsonb split' | 'packed'

/** Rows with the recorded reports, as COPY takes them in text format; no two reports are equal. */
export function reportLines(form: Form, count: number): Buffer {
  const reports = recordedStatsBodies().map(({ data }) => JSON.stringify(data))
  const now = new Date().toISOString()
  const calls = Array.from({ length: CALLS }, () => [uuidv7(), ...Array.from({ length: 5 }, () => randomUUID())])
  const lines = Array.from({ length: count }, (_, index) => {
    const report = reports[index % reports.length] ?? ''
    const text = report.replaceAll(/"timestamp":\d+(?:\.\d+)?/g, `"timestamp":${Date.now() + index}.5`)
    return contents(form, text).map(columns => {
      const [conference, app, session, participant, peer, connection] = calls[index % CALLS] as string[]
      const said = form === 'packed' ? ['\\N', '\\N'] : [session, peer]
      const ids = [randomUUID(), conference, app, said[0], participant, said[1], connection]
      return [...ids, 5, 'stats', now, now, ...columns].join('\t')
    })
  })
  return Buffer.from(`${lines.flat().join('\n')}\n`)
}

const plain = (json: string): string[] => [json.replaceAll('\\', '\\\\'), '\\N', '\\N', '\\N', '\\N']

/** The last columns of the rows of one report. */
function contents(form: Form, report: string): string[][] {
  if (form === 'jsonb') return [plain(report)]
  if (form === 'jsonb split') return splitReport(report).map(plain)
  const packed = packReport(Buffer.from(report), 0, false)
  return [['\\N', `\\\\x${packed.report.toString('hex')}`, String(packed.dictionary), '4', '4']]
}

/** What is about the connection, and each report about a stream. */
function splitReport(report: string): string[] {
  const { audio, video, ...rest } = JSON.parse(report) as Record<string, Record<string, unknown[]>>
  const streams = [audio, video].flatMap(media => [...(media?.['inbound'] ?? []), ...(media?.['outbound'] ?? [])])
  return [rest, ...streams].map(part => JSON.stringify(part))
}
