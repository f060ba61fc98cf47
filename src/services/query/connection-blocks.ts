import type { SeriesColumns } from '../../domain/series/series-block.ts'
import type { Conference } from '../../storage/entities/conference.ts'
import type { Connection } from '../../storage/entities/connection.ts'
import { readSeries } from '../../storage/tables/series-chunks.ts'
import { findSummary } from '../../storage/tables/summaries.ts'
import type { ReadContext } from '../access/caller-context.ts'
import { computedSeries } from './computed-series.ts'
import { isCurrent } from './graphs.ts'

interface ConnectionColumns {
  connectionId: string
  block: SeriesColumns
}

/**
 * The intervals of some connections, each connection's in order of time: from the summary where there is one, else by the
 * raw reports. Asking for a summary that is not there, or of an older format, starts its building.
 */
export async function* connectionBlocks(
  context: ReadContext,
  conference: Conference,
  connections: readonly Connection[],
): AsyncGenerator<ConnectionColumns, void, undefined> {
  const summary = conference.ongoing ? undefined : await findSummary(context.reader, conference.id)
  if (!isCurrent(summary)) {
    if (!conference.ongoing && summary?.state !== 'ongoing' && summary?.state !== 'error')
      await context.requestSummary(conference.id)
    return yield* computedSeries(context, conference, connections)
  }
  for (const { id: connectionId } of connections) {
    const place = { conferenceId: conference.id, build: summary.build, connectionId }
    for await (const block of readSeries(context.reader, place)) yield { connectionId, block }
  }
}
