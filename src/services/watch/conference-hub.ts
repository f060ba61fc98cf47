import type { EntityManager } from '@mikro-orm/postgresql'
import type { Change, ChangeListener } from '../../storage/changes/change-feed.ts'
import { Conference } from '../../storage/entities/conference.ts'
import { Issue } from '../../storage/entities/issue.ts'
import { readEvents, receivedEventIds } from '../../storage/events/read-events.ts'
import { ChangedRows } from './changed-rows.ts'
import { SETTLING_MS, type WatchItem } from './watch-item.ts'
import type { WatchQueue } from './watch-queue.ts'

/** Events in memory at once, beside those that wait in queues. */
const LOADED_AT_ONCE = 250

/** Events received before that time are stored and announced by now. */
const recently = () => new Date(Date.now() - SETTLING_MS)

export interface HubOptions {
  em: () => EntityManager
  onError: (error: unknown) => void
}

/**
 * Loads what is new in one conference, once for all who watch it at this server, and hands it to their queues in the order
 * of storing.
 */
export class ConferenceHub implements ChangeListener {
  readonly #conferenceId: string
  readonly #options: HubOptions
  readonly #queues = new Set<WatchQueue<WatchItem>>()
  /** When events were handed on, ms since the epoch. */
  readonly #seen = new Map<string, number>()
  /** Issues that were there before, or were handed on. */
  readonly #knownIssues = new Set<string>()
  readonly #rows: ChangedRows
  #work: Promise<void> = Promise.resolve()

  constructor(conferenceId: string, options: HubOptions) {
    this.#conferenceId = conferenceId
    this.#options = options
    this.#rows = new ChangedRows(options.em, conferenceId)
  }

  /** Takes what is stored already as known. */
  async begin(): Promise<void> {
    const stored = await receivedEventIds(this.#options.em(), this.#conferenceId, recently())
    for (const id of stored) this.#seen.set(id, Date.now())
    for (const { id } of await this.#issues()) this.#knownIssues.add(id)
    await this.#rows.all(recently())
  }

  get isEmpty(): boolean {
    return this.#queues.size === 0
  }

  add(queue: WatchQueue<WatchItem>): void {
    this.#queues.add(queue)
  }

  remove(queue: WatchQueue<WatchItem>): void {
    this.#queues.delete(queue)
  }

  onChange(change: Change): void {
    this.#enqueue(() => this.#load(change))
  }

  /** Looks for what no notification told of: events stored while they were not announced yet, and a missed end. */
  sweep(): void {
    this.#enqueue(async () => {
      const now = Date.now()
      for (const [id, at] of this.#seen) if (at < now - 2 * SETTLING_MS) this.#seen.delete(id)
      await this.#handOnRecent()
      await this.#sendRows()
      const conference = await this.#conference()
      if (conference && !conference.ongoing && conference.endTime) await this.#sendEnd(conference)
    })
  }

  /** One after the other: what was committed first is handed on first. */
  #enqueue(step: () => Promise<void>): void {
    this.#work = this.#work.then(step).catch(this.#options.onError)
  }

  async #load({ kind, ids }: Change): Promise<void> {
    const em = this.#options.em()
    const conference = this.#conferenceId
    switch (kind) {
      case 'event':
        return await this.#handOn(ids)
      case 'issue':
        for (const issue of await em.find(Issue, { id: ids, conference })) this.#sendIssue(issue)
        return
      case 'conference': {
        const changed = await this.#conference()
        if (changed?.ongoing) this.#send({ kind, conference: changed })
        else if (changed) await this.#sendEnd(changed)
      }
    }
  }

  /** Nobody reads on after the end: what ended it, and what was found with it, may be announced later. */
  async #sendEnd(conference: Conference): Promise<void> {
    await this.#handOnRecent()
    await this.#sendRows()
    for (const issue of await this.#issues()) if (!this.#knownIssues.has(issue.id)) this.#sendIssue(issue)
    this.#send({ kind: 'conference', conference })
  }

  #issues(): Promise<Issue[]> {
    return this.#options.em().find(Issue, { conference: this.#conferenceId })
  }

  #sendIssue(issue: Issue): void {
    this.#knownIssues.add(issue.id)
    this.#send({ kind: 'issue', issue })
  }

  #conference(): Promise<Conference | null> {
    return this.#options.em().findOne(Conference, { id: this.#conferenceId })
  }

  /** Events that may have been stored without being announced. */
  async #handOnRecent(): Promise<void> {
    await this.#handOn(await receivedEventIds(this.#options.em(), this.#conferenceId, recently()))
  }

  async #handOn(ids: readonly string[]): Promise<void> {
    const fresh = ids.filter(id => !this.#seen.has(id))
    for (let from = 0; from < fresh.length; from += LOADED_AT_ONCE) {
      const some = fresh.slice(from, from + LOADED_AT_ONCE)
      const events = await readEvents(this.#options.em(), this.#conferenceId, some)
      for (const row of await this.#rows.of(events, recently())) this.#send(row)
      for (const event of events) {
        this.#seen.set(event.id, Date.now())
        this.#send({ kind: 'event', event })
      }
    }
  }

  /** Rows of which no event tells. */
  async #sendRows(): Promise<void> {
    for (const row of await this.#rows.all(recently())) this.#send(row)
  }

  #send(item: WatchItem): void {
    for (const queue of this.#queues) queue.push(item)
  }
}
