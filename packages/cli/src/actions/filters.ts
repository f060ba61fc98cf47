import { timestampFromDate } from '@bufbuild/protobuf/wkt'
import { Order } from '@peermetrics/client/query/v1'
import type { Context, ListOptions } from '../context.ts'
import { appIdOf, type OfApp, participantIdOf } from '../remote/find.ts'

export interface FilterOptions extends ListOptions, OfApp {
  participant?: string
  since?: Date
  until?: Date
  oldestFirst?: boolean
}

/** Without a filter, a list has what was created in so many days. */
const DEFAULT_DAYS = 7

/** The range of time of a list, limited to the last days when nothing limits it. @param others further filters */
export function timeRange({ app, participant, since, until }: FilterOptions, ...others: unknown[]) {
  const isLimited = [app, participant, since, until, ...others].some(Boolean)
  const start = isLimited ? since : new Date(Date.now() - DEFAULT_DAYS * 24 * 60 * 60 * 1000)
  return rangeOf(start, until)
}

export const rangeOf = (since: Date | undefined, until: Date | undefined) =>
  since || until
    ? {
        createTimeRange: {
          ...(since ? { startTime: timestampFromDate(since) } : {}),
          ...(until ? { endTime: timestampFromDate(until) } : {}),
        },
      }
    : {}

export const orderOf = ({ oldestFirst }: FilterOptions): Order =>
  oldestFirst ? Order.OLDEST_FIRST : Order.NEWEST_FIRST

/** The filters in the words of requests. */
export async function filterFields(context: Context<FilterOptions>, ...others: unknown[]) {
  const { options } = context
  return {
    appId: await appIdOf(context),
    participantId: options.participant === undefined ? '' : await participantIdOf(context, options.participant),
    order: orderOf(options),
    ...timeRange(options, ...others),
  }
}
