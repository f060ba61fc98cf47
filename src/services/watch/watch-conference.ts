import { positionTime, watchPosition } from '../../domain/call/watch-position.ts'
import type { Conference } from '../../storage/entities/conference.ts'
import { Issue } from '../../storage/entities/issue.ts'
import { readReceivedPages } from '../../storage/events/read-events.ts'
import type { CallerContext } from '../access/caller-context.ts'
import { briefEvent } from '../query/brief-event.ts'
import { findConference } from '../query/find.ts'
import { type ShownEvent, splitEvents } from '../query/split-event.ts'
import { ChangedRows } from './changed-rows.ts'
import { SETTLING_MS, type WatchItem } from './watch-item.ts'

/** A message without a change is sent after so long without another, in ms. */
const SIGN_OF_LIFE_MS = 15_000

export interface WatchInput {
  conferenceId: string
  /** Of the last message of an earlier watch; undefined: now. */
  position?: string | undefined
  /** Name of events that are not wanted. */
  excludedType?: string | undefined
  /** Whether large data of events is left out. */
  omitEventData?: boolean
}

/** A change as it is shown. */
export type ShownItem = Exclude<WatchItem, { kind: 'event' }> | { kind: 'event'; event: ShownEvent }

export interface WatchMessage {
  /** Everything stored up to it was sent. */
  position: string
  item?: ShownItem
}

/**
 * Yields changes of a conference from now on, or from a position on, each at least once; ends when the
 * conference has ended, and when the caller may not see it any more.
 * @throws DomainError conference_not_found, invalid_position; overloaded when the reader falls behind; what
 *   authentication and authorization throw
 */
export async function* watchConference(
  context: CallerContext,
  { conferenceId, position, excludedType, omitEventData = false }: WatchInput,
  signal: AbortSignal,
): AsyncGenerator<WatchMessage, void, undefined> {
  const { reauthorization } = context
  const { id } = await findConference(context, conferenceId)
  reauthorization.about(() => findConference(context, id))
  const since = position ? positionTime(id, position) : undefined
  using watch = await context.services.watches.open(id)
  const place = (upTo: Date) => watchPosition(id, upTo)
  const isWanted = (item: WatchItem) => item.kind !== 'event' || item.event.type !== excludedType
  const messages = async (items: readonly WatchItem[], upTo: Date): Promise<WatchMessage[]> =>
    (await shownItems(context, items.filter(isWanted), omitEventData)).map(item => ({ position: place(upTo), item }))

  yield { position: place(since ?? new Date()) }
  if (since) {
    for await (const { items, upTo } of missedSince(context, id, since)) yield* await messages(items, upTo)
  }
  const conference = await findConference(context, id)
  if (isOver(conference)) return yield* await messages([{ kind: 'conference', conference }], new Date())
  let silentSince = performance.now()
  while (!signal.aborted) {
    const silenceLeft = silentSince + SIGN_OF_LIFE_MS - performance.now()
    const items = await watch.queue.take(Math.max(0, Math.min(silenceLeft, reauthorization.dueInMs)), signal)
    await reauthorization.require()
    const end = items.findIndex(item => item.kind === 'conference' && isOver(item.conference))
    const news = await messages(end < 0 ? items : items.slice(0, end + 1), new Date())
    yield* news
    if (end >= 0) return
    if (news.length === 0 && performance.now() < silentSince + SIGN_OF_LIFE_MS) continue
    if (news.length === 0) yield { position: place(new Date()) }
    silentSince = performance.now()
  }
}

const isOver = ({ ongoing, endTime }: Conference): boolean => !ongoing && endTime !== null && endTime !== undefined

async function shownItems(
  { reader }: CallerContext,
  items: readonly WatchItem[],
  isBrief: boolean,
): Promise<ShownItem[]> {
  const shown = await splitEvents(
    reader,
    items.flatMap(item => (item.kind === 'event' ? [item.event] : [])),
  )
  return items.flatMap((item): ShownItem[] =>
    item.kind === 'event'
      ? (shown.shift() ?? []).map(event => ({ kind: 'event', event: isBrief ? briefEvent(event) : event }))
      : [item],
  )
}

/** Everything stored since a position, and a little before it: the events, and rows and issues as they are now. */
async function* missedSince(
  { services }: CallerContext,
  conferenceId: string,
  since: Date,
): AsyncGenerator<{ items: WatchItem[]; upTo: Date }, void, undefined> {
  let upTo = since
  for await (const page of readReceivedPages(services.em, conferenceId, new Date(since.getTime() - SETTLING_MS))) {
    const last = page.at(-1)?.receivedAt
    if (last && last > upTo) upTo = last
    yield { items: page.map(({ event }) => ({ kind: 'event', event })), upTo }
  }
  yield { items: await new ChangedRows(services.em, conferenceId).all(since), upTo }
  const issues = await services.em().find(Issue, { conference: conferenceId }, { orderBy: { createdAt: 'asc' } })
  yield { items: issues.map(issue => ({ kind: 'issue', issue })), upTo }
}
