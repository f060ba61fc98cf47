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
