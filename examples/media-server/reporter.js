import { randomUUID } from 'node:crypto'
import { createPeerMetrics, jsonValue, reasonOf, withToken } from '@peermetrics/client/node'

/** Events are collected for so long before they are sent together, ms. */
const BATCH_MS = 500

/**
 * Reports the participants of one room. A media server has one connection with each of them; what it measures there is
 * reported under the participant's name, towards the media server.
 */
export class RoomReporter {
  #ingest
  #apiKey
  #room

  /** @param {{ baseUrl?: string, apiKey: string, room: string }} options */
  constructor({ baseUrl, apiKey, room }) {
    this.#ingest = createPeerMetrics({ ...(baseUrl ? { baseUrl } : {}) }).ingest
    this.#apiKey = apiKey
    this.#room = room
  }

  /** A participant came, and the media server connected to it. @param {{ id: string, name?: string }} participant */
  async join({ id, name = '' }) {
    const { initToken, statsIntervalMs } = await this.#ingest.initialize({
      apiKey: this.#apiKey,
      externalConferenceId: this.#room,
      externalUserId: id,
      userName: name,
    })
    const { sessionToken } = await this.#ingest.createSession({ webrtcSdk: 'media server' }, withToken(initToken))
    const { connectionId } = await this.#ingest.addConnection(
      { externalPeerId: 'media-server', peerName: 'Media server', isSfu: true, eventId: randomUUID() },
      withToken(sessionToken),
    )
    return new ParticipantReporter(this.#ingest, { token: sessionToken, connectionId, statsIntervalMs })
  }
}

class ParticipantReporter {
  #ingest
  #session
  #entries = []
  #timer

  constructor(ingest, session) {
    this.#ingest = ingest
    this.#session = session
  }

  /** Milliseconds between two reports, as the app wants it. */
  get statsIntervalMs() {
    return this.#session.statsIntervalMs
  }

  /** The state of the connection changed, say: sent together with what happens soon after. */
  connectionEvent(eventName, data) {
    const { connectionId } = this.#session
    this.#add({ case: 'connectionEvent', value: { eventName, connectionId, data: jsonValue(data) } })
  }

  /** Ends the participant's session. */
  async leave() {
    this.#add({ case: 'browserEvent', value: { eventName: 'endCall' } })
    await this.flush()
  }

  /** What `getStats` of the media server's connection gave, in the shape of the contract. */
  async stats(report) {
    const statsJson = new TextEncoder().encode(JSON.stringify(report))
    try {
      await this.#ingest.recordStats(
        {
          connectionId: this.#session.connectionId,
          report: { case: 'statsJson', value: statsJson },
          eventId: randomUUID(),
        },
        withToken(this.#session.token),
      )
    } catch (error) {
      // The call was ended elsewhere: there is nothing to report any more.
      if (reasonOf(error) !== 'connection_ended') throw error
    }
  }

  /** Sends what was collected. An event has an id: whoever sends it again stores nothing twice. */
  async flush() {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const collected = this.#entries.splice(0)
    if (collected.length === 0) return
    const now = Date.now()
    const entries = collected.map(({ event, at }) => ({
      event: { ...event, value: { ...event.value, age: ageOf(now - at), eventId: randomUUID() } },
    }))
    const { results } = await this.#ingest.batchRecordEvents({ entries }, withToken(this.#session.token))
    for (const { outcome } of results) {
      if (outcome.case === 'rejected') console.error(`An event was not taken: ${outcome.value.message}`)
    }
  }

  #add(event) {
    this.#entries.push({ event, at: Date.now() })
    this.#timer ??= setTimeout(() => this.flush().catch(error => console.error(error.message)), BATCH_MS)
  }
}

const ageOf = ms => ({ seconds: BigInt(Math.floor(ms / 1000)), nanos: (ms % 1000) * 1e6 })
