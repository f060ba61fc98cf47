import type { ChangeFeed } from '../../storage/changes/change-feed.ts'
import { ConferenceHub, type HubOptions } from './conference-hub.ts'
import type { WatchItem } from './watch-item.ts'
import { WatchQueue } from './watch-queue.ts'

/** Items that wait for one reader at most: some MB of stats reports. */
const QUEUE_LIMIT = 500

/** When it is looked for what was not announced, after a watch began and then again and again; ms. */
const FIRST_SWEEPS_MS = [500, 2000]
const SWEEP_EVERY_MS = 15_000

/** One who watches a conference. */
export interface Watch extends Disposable {
  queue: WatchQueue<WatchItem>
}

interface Watched {
  hub: ConferenceHub
  close: () => void
}

/** The conferences that are watched at this server. */
export class ConferenceWatches {
  readonly #feed: ChangeFeed
  readonly #options: HubOptions
  #count = 0
  readonly #watched = new Map<string, Promise<Watched>>()

  constructor(feed: ChangeFeed, options: HubOptions) {
    this.#feed = feed
    this.#options = options
  }

  /** Watches that are open. */
  get count(): number {
    return this.#count
  }

  /** Begins to collect what is new in a conference. */
  async open(conferenceId: string): Promise<Watch> {
    const queue = new WatchQueue<WatchItem>(QUEUE_LIMIT)
    const opening = this.#watched.get(conferenceId) ?? this.#begin(conferenceId)
    this.#watched.set(conferenceId, opening)
    const { hub, close } = await opening
    hub.add(queue)
    this.#count++
    const sweeps = FIRST_SWEEPS_MS.map(ms => setTimeout(() => hub.sweep(), ms).unref())
    return {
      queue,
      [Symbol.dispose]: () => {
        for (const sweep of sweeps) clearTimeout(sweep)
        hub.remove(queue)
        this.#count--
        if (!hub.isEmpty) return
        close()
        if (this.#watched.get(conferenceId) === opening) this.#watched.delete(conferenceId)
      },
    }
  }

  async #begin(conferenceId: string): Promise<Watched> {
    const hub = new ConferenceHub(conferenceId, this.#options)
    const subscription = await this.#feed.subscribe(conferenceId, hub)
    await hub.begin()
    const timer = setInterval(() => hub.sweep(), SWEEP_EVERY_MS).unref()
    const close = () => {
      clearInterval(timer)
      subscription[Symbol.dispose]()
    }
    return { hub, close }
  }
}
