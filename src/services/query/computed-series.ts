import { CallAnalyser } from '../../domain/analysis/call-analyser.ts'
import { thresholdsWith } from '../../domain/analysis/thresholds.ts'
import { type ConnectionBlock, SeriesCollector } from '../../domain/series/series-collector.ts'
import { seriesPoint } from '../../domain/series/series-point.ts'
import { App } from '../../storage/entities/app.ts'
import type { Conference } from '../../storage/entities/conference.ts'
import type { Connection } from '../../storage/entities/connection.ts'
import { findRow } from '../../storage/queries/find-row.ts'
import type { ReadContext } from '../access/caller-context.ts'
import { requireFound } from './find.ts'
import { storedBatches } from './stored-batches.ts'

/**
 * The intervals of some connections of a conference by its raw reports, each connection's in order of time: those that the
 * analysis makes. It knows the clock of a page by all that the page reported, so all of a participant is taken in.
 */
export async function* computedSeries(
  { reader }: ReadContext,
  conference: Conference,
  connections: readonly Connection[],
): AsyncGenerator<ConnectionBlock, void, undefined> {
  const { interval, thresholds } = requireFound(await findRow(reader, App, 'app', conference.app), 'app')
  const lines = thresholdsWith(thresholds)
  const wanted = new Set(connections.map(({ id }) => id))
  for (const participantId of new Set(connections.map(({ participant }) => participant))) {
    const collector = new SeriesCollector()
    const analyser = new CallAnalyser({ intervalMs: interval, thresholds })
    for await (const events of storedBatches(reader, { conferenceIds: [conference.id], participantId, happened: {} })) {
      for (const { id: eventId, createdAt, connectionId, report, ...event } of events) {
        const data = report ?? event.data
        const closed = analyser.feed({ ...event, connectionId, at: createdAt.getTime(), trackIdentifier: null, data })
        if (!closed || !connectionId || !wanted.has(connectionId)) continue
        const point = seriesPoint(closed, lines, { connectionId, eventId, report })
        if (point) yield* collector.add(point)
      }
    }
    yield* collector.rest()
  }
}
