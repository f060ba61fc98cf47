import { channels } from '../../telemetry/channels.ts'
import type { EventRow } from './event-row.ts'

/** Tells those who measure which events were stored. */
export function tellStored(rows: readonly EventRow[]): void {
  if (!channels.events.hasSubscribers) return
  for (const [category, events] of Map.groupBy(rows, row => row.category)) {
    const reportBytes = events.reduce((sum, { packed }) => sum + (packed?.report.length ?? 0), 0)
    channels.events.publish({ category, count: events.length, reportBytes })
  }
}
