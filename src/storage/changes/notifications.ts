import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import type { EmbeddedEngine } from '../embedded/engine.ts'
import type { NativeDatabase } from '../engine/database.ts'
import { CONNECT_TIMEOUT_MS } from '../postgres/connect-timeout.ts'
import type { ServerWatch } from '../postgres/server-watch.ts'

export interface NotificationHandler {
  /** A `notify` of a committed transaction. */
  onNotification(channel: string, payload: string): void
  /** The connection is there, for the first time or again: what was said meanwhile was missed. */
  onConnected(): void
}

/** Wait before the lost connection is made anew, in ms. */
const RECONNECT_MS = 1000

/** Listens to channels of `notify` for as long as it lives, on either engine. Channel names must be plain identifiers. */
export async function listenTo(
  native: NativeDatabase,
  channels: readonly string[],
  handler: NotificationHandler,
): Promise<AsyncDisposable> {
  if ('engine' in native) return await listenEmbedded(native.engine, channels, handler)
  const listener = new PostgresListener(native, channels, handler)
  await listener.start()
  return listener
}

const listenStatements = (channels: readonly string[]) => channels.map(channel => `listen ${channel}`).join('; ')

async function listenEmbedded(
  engine: EmbeddedEngine,
  channels: readonly string[],
  handler: NotificationHandler,
): Promise<AsyncDisposable> {
  engine.onNotification(({ channel, payload }) => {
    if (channels.includes(channel)) handler.onNotification(channel, payload)
  })
  await engine.exec(listenStatements(channels))
  handler.onConnected()
  return { [Symbol.asyncDispose]: async () => {} }
}

/** A connection of its own, which a pool would take away between statements. */
class PostgresListener implements AsyncDisposable {
  readonly #url: string
  readonly #Client: typeof pg.Client
  readonly #channels: readonly string[]
  readonly #handler: NotificationHandler
  readonly #closing = new AbortController()
  #client: pg.Client | undefined

  constructor(
    { url, watch }: { url: string; watch: ServerWatch },
    channels: readonly string[],
    handler: NotificationHandler,
  ) {
    this.#url = url
    this.#Client = watch.clients(pg.Client)
    this.#channels = channels
    this.#handler = handler
  }

  async start(): Promise<void> {
    const client = new this.#Client({
      connectionString: this.#url,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      application_name: 'peermetrics',
      keepAlive: true,
    })
    this.#client = client
    client.on('notification', ({ channel, payload = '' }) => this.#handler.onNotification(channel, payload))
    client.on('error', () => {})
    await client.connect()
    await client.query(listenStatements(this.#channels))
    client.once('end', () => void this.#restart())
    this.#handler.onConnected()
  }

  async #restart(): Promise<void> {
    const { signal } = this.#closing
    while (!signal.aborted) {
      await delay(RECONNECT_MS, undefined, { signal }).catch(() => {})
      if (signal.aborted) return
      try {
        return await this.start()
      } catch {
        await this.#client?.end().catch(() => {})
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort()
    await this.#client?.end().catch(() => {})
  }
}
