import { randomUUID } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import { packReport } from '../../src/storage/events/report-packing.ts'
import { recordedStatsBodies } from '../load/stats-request.ts'

/** Columns in the order of the lines of {@link reportLines}. */
export const COLUMNS = `id, conference_id, app_id, session_id, participant_id, peer_id, connection_id, category, type,
  created_at, received_at, data, report, dictionary, track_count`

const CALLS = 64

/** How a report stands in its row: as `jsonb`, or packed as the server does it. */
export type Form = 'jsonb' | 'packed'

/** Rows with the recorded reports, as COPY takes them in text format; no two reports are equal. */
export function reportLines(form: Form, count: number): Buffer {
  const reports = recordedStatsBodies().map(({ data }) => JSON.stringify(data))
  const now = new Date().toISOString()
  const calls = Array.from({ length: CALLS }, () => [uuidv7(), ...Array.from({ length: 5 }, () => randomUUID())])
  const lines = Array.from({ length: count }, (_, index) => {
    const report = reports[index % reports.length] ?? ''
    const text = report.replaceAll(/"timestamp":\d+(?:\.\d+)?/g, `"timestamp":${Date.now() + index}.5`)
    const ids = [randomUUID(), ...(calls[index % CALLS] ?? [])]
    return [...ids, 5, 'stats', now, now, ...contents(form, text)].join('\t')
  })
  return Buffer.from(`${lines.join('\n')}\n`)
}

function contents(form: Form, report: string): string[] {
  if (form === 'jsonb') return [report.replaceAll('\\', '\\\\'), '\\N', '\\N', '\\N']
  const packed = packReport(Buffer.from(report), 0)
  return ['{"timeTaken": 4}', `\\\\x${packed.report.toString('hex')}`, String(packed.dictionary), '4']
}
