import { positionTime, watchPosition } from '../../domain/watch-position.ts'
import type { Conference } from '../../storage/entities/conference.ts'
import { Issue } from '../../storage/entities/issue.ts'
import { readReceivedPages } from '../../storage/events/read-events.ts'
import type { CallerContext } from '../access/caller-context.ts'
import { findConference } from '../query/calls.ts'
import { SETTLING_MS, type WatchItem } from './watch-item.ts'

/** A message without a change is sent after so long without another, in ms. */
const SIGN_OF_LIFE_MS = 15_000

export interface WatchInput {
  conferenceId: string
  /** Of the last message of an earlier watch; undefined: now. */
  position?: string | undefined
  /** Name of events that are not wanted. */
  excludedType?: string | undefined
}

export interface WatchMessage {
  /** What was stored up to it was sent. */
  position: string
  item?: WatchItem
}

/**
 * What is stored about a conference from now on, or from a position on, each change at least once; ends when the
 * conference has ended. Whether the caller may still see it is asked again with every sign of life.
 * @throws DomainError conference_not_found, invalid_position; overloaded when the reader falls behind
 */
export async function* watchConference(
  context: CallerContext,
  { conferenceId, position, excludedType }: WatchInput,
  signal: AbortSignal,
): AsyncGenerator<WatchMessage, void, undefined> {
  const { id } = await findConference(context, conferenceId)
  const since = position ? positionTime(id, position) : undefined
  using watch = await context.services.watches.open(id)
  const isWanted = (item: WatchItem) => item.kind !== 'event' || item.event.type !== excludedType
  const message = (item: WatchItem, upTo: Date): WatchMessage => ({ position: watchPosition(id, upTo), item })
  const start = since ?? new Date()
  yield { position: watchPosition(id, start) }
  if (since) {
    for await (const { item, receivedAt } of missedSince(context, id, since)) {
      if (isWanted(item)) yield message(item, receivedAt)
    }
  }
  const conference = await findConference(context, id)
  if (isOver(conference)) return yield message({ kind: 'conference', conference }, new Date())
  while (!signal.aborted) {
    const items = await watch.queue.take(SIGN_OF_LIFE_MS, signal)
    const upTo = new Date()
    for (const item of items) {
      if (isWanted(item)) yield message(item, upTo)
      if (item.kind === 'conference' && isOver(item.conference)) return
    }
    if (items.length > 0) continue
    await findConference(await context.readmit(), id)
    yield { position: watchPosition(id, upTo) }
  }
}

const isOver = ({ ongoing, endTime }: Conference): boolean => !ongoing && endTime !== null && endTime !== undefined

/** What was stored since a position, and a little before it: the issues as they are now, and the events. */
async function* missedSince(
  { services }: CallerContext,
  conferenceId: string,
  since: Date,
): AsyncGenerator<{ item: WatchItem; receivedAt: Date }, void, undefined> {
  const after = new Date(since.getTime() - SETTLING_MS)
  for await (const page of readReceivedPages(services.em, conferenceId, after)) {
    for (const { event, receivedAt } of page) {
      yield { item: { kind: 'event', event }, receivedAt: receivedAt > since ? receivedAt : since }
    }
  }
  const issues = await services.em().find(Issue, { conference: conferenceId }, { orderBy: { createdAt: 'asc' } })
  for (const issue of issues) yield { item: { kind: 'issue', issue }, receivedAt: new Date() }
}
