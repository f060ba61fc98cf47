import { timestampFromDate } from '@bufbuild/protobuf/wkt'
import type { Command } from 'commander'
import { Order } from '../../../gen/peermetrics/query/v1/lists_pb.js'
import { instant } from './server-command.ts'

/** Filters that lists of calls have in common. */
export interface FilterOptions {
  app?: string
  participant?: string
  since?: Date
  until?: Date
  oldestFirst?: boolean
}

export const withFilters = (command: Command): Command =>
  command
    .option('--app <id>', 'only those of this app')
    .option('--participant <id>', 'only those of this participant')
    .option('--since <time>', 'only those from this time on', instant)
    .option('--until <time>', 'only those before this time', instant)
    .option('--oldest-first', 'oldest first; else the newest')

/** Without a filter, a list has what was created in so many days. */
const DEFAULT_DAYS = 7

export const DEFAULT_SPAN_NOTE = `\nWithout any filter, those of the last ${DEFAULT_DAYS} days are listed.`

/** The options, limited to the last days when nothing else limits them. @param others further filters that are given */
export function withDefaultSpan<Options extends FilterOptions>(options: Options, ...others: unknown[]): Options {
  const { app, participant, since, until } = options
  if ([app, participant, since, until, ...others].some(Boolean)) return options
  return { ...options, since: new Date(Date.now() - DEFAULT_DAYS * 24 * 60 * 60 * 1000) }
}

/** The filters in the words of requests. */
export const filterFields = ({ app, participant, since, until, oldestFirst }: FilterOptions) => ({
  appId: app ?? '',
  participantId: participant ?? '',
  order: oldestFirst ? Order.OLDEST_FIRST : Order.NEWEST_FIRST,
  ...(since || until
    ? {
        createTimeRange: {
          ...(since ? { startTime: timestampFromDate(since) } : {}),
          ...(until ? { endTime: timestampFromDate(until) } : {}),
        },
      }
    : {}),
})
