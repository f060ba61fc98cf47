import { randomUUID } from 'node:crypto'
import { unknownClient } from '../../src/domain/call/client.ts'
import type { JsonValue } from '../../src/domain/values/json.ts'
import type { SessionCaller } from '../../src/services/ingest/caches.ts'
import { createSession } from '../../src/services/ingest/create-session.ts'
import { stopConference } from '../../src/services/ingest/customer-services.ts'
import { initialize } from '../../src/services/ingest/initialize.ts'
import { recordConnectionEvent } from '../../src/services/ingest/record-connection-event.ts'
import { recordPageEvent } from '../../src/services/ingest/record-page-event.ts'
import { recordStats } from '../../src/services/ingest/record-stats.ts'
import { addTrack, updateTrack } from '../../src/services/ingest/record-track-event.ts'
import { App } from '../../src/storage/entities/app.ts'
import type { TestApplication } from './application.ts'

/** A call whose events happen, and arrive, at chosen times: seconds after {@link TimedCall.start}. */
export class TimedCall {
  readonly #application: TestApplication
  readonly externalId = randomUUID()
  readonly #callers = new Map<string, SessionCaller>()
  readonly #connections = new Map<string, string>()
  readonly start: Date
  conferenceId = ''

  constructor(application: TestApplication, start: Date) {
    this.#application = application
    this.start = start
  }

  at(seconds: number): Date {
    return new Date(this.start.getTime() + Math.round(1000 * seconds))
  }

  caller(user: string): SessionCaller {
    const caller = this.#callers.get(user)
    if (!caller) throw new Error(`${user} has not joined`)
    return caller
  }

  async join(user: string, seconds: number): Promise<void> {
    const { context, apiKey } = this.#application
    const receivedAt = this.at(seconds)
    const ids = { apiKey, externalConferenceId: this.externalId, externalUserId: `${user} ${this.externalId}` }
    const { token } = await initialize(context, { ...ids, receivedAt })
    const session = await createSession(context, { token, ageMs: 0, receivedAt, client: unknownClient })
    const app = await context.em().findOneOrFail(App, { apiKey })
    this.conferenceId = session.conferenceId
    this.#callers.set(user, { ...session, appId: app.id })
  }

  /** Opens a connection, named as it is called here. */
  async connect(user: string, connection: string, peer: string, seconds: number): Promise<void> {
    const { added } = await recordConnectionEvent(this.#application.context, this.caller(user), {
      ...this.#event('addConnection', seconds),
      category: 'connection',
      peerId: `${peer} ${this.externalId}`,
    })
    this.#connections.set(connection, added?.connectionId ?? '')
  }

  async connectionEvent(
    user: string,
    connection: string,
    eventName: string,
    seconds: number,
    data: JsonValue = null,
  ): Promise<void> {
    await recordConnectionEvent(this.#application.context, this.caller(user), {
      ...this.#event(eventName, seconds),
      data,
      category: 'connection',
      connectionId: this.connectionId(connection),
    })
  }

  async pageEvent(user: string, eventName: string, seconds: number, data: JsonValue = null): Promise<void> {
    await recordPageEvent(this.#application.context, this.caller(user), {
      ...this.#event(eventName, seconds),
      data,
      category: 'browser',
    })
  }

  async stats(user: string, connection: string, report: JsonValue, seconds: number): Promise<void> {
    const connectionId = this.connectionId(connection)
    const input = { connectionId, report, ageMs: 0, receivedAt: this.at(seconds) }
    await recordStats(this.#application.context, this.caller(user), input)
  }

  /** Has a connection deliver a track. */
  async newTrack(user: string, connection: string, trackId: string, seconds: number): Promise<void> {
    const connectionId = this.connectionId(connection)
    const input = { event: 'ontrack', trackId, connectionId, ageMs: 0, receivedAt: this.at(seconds) }
    await addTrack(this.#application.context, this.caller(user), input)
  }

  async trackEvent(user: string, trackId: string, event: string, seconds: number): Promise<void> {
    const input = { event, trackId, ageMs: 0, receivedAt: this.at(seconds) }
    await updateTrack(this.#application.context, this.caller(user), input)
  }

  async stop(seconds: number): Promise<void> {
    const { context, apiKey } = this.#application
    await stopConference(context, { apiKey, externalConferenceId: this.externalId, receivedAt: this.at(seconds) })
  }

  connectionId(connection: string): string {
    return this.#connections.get(connection) ?? ''
  }

  #event(eventName: string, seconds: number) {
    return { eventName, ageMs: 0, receivedAt: this.at(seconds) }
  }
}
