import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { asArray, asObject, isJsonObject, type JsonObject } from '../../../src/domain/values/json.ts'

/** A recorded request of the SDK, and what the existing server answered. */
export interface RecordedExchange {
  page: string
  method: string
  path: string
  body: JsonObject
  answer: JsonObject
}

/** An app of the recorded installation that none of these people are in. */
const APP = 'dc1b5a8a-c1ed-4eb9-90b3-122913906fc6'

const categories: Record<string, string> = {
  '/v1/events/get-user-media': 'M',
  '/v1/events/browser': 'B',
  '/v1/connection': 'C',
  '/v1/stats': 'S',
  '/v1/tracks': 'T',
}

/** Claims of a JWT. */
export const claimsOf = (token: unknown): JsonObject =>
  JSON.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString())

/**
 * Stands in for the existing server: writes the rows that it writes for a request, under the ids that it answered when
 * the call was recorded. What it derives (issues, states) is left out.
 */
export class ExistingServer implements AsyncDisposable {
  readonly #client: pg.Client

  private constructor(client: pg.Client) {
    this.#client = client
  }

  static async open(url: string): Promise<ExistingServer> {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    return new ExistingServer(client)
  }

  async handle({ path, body, answer }: RecordedExchange): Promise<void> {
    if (path === '/v1/initialize') await this.#initialize(body, claimsOf(answer['token']))
    else if (path === '/v1/sessions') await this.#begin(body, claimsOf(answer['token']), claimsOf(body['token']))
    else if (path === '/v1/stats') await this.#report(body)
    else await this.#event(path, body, answer)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.end()
  }

  async #initialize(body: JsonObject, { p, c }: JsonObject): Promise<void> {
    await this.#client.query(
      `insert into conference values ($1, $2, $3, '{}', null, null, null, false, 0, now(), true, $4) on conflict do nothing`,
      [c, body['conferenceId'], body['conferenceName'] ?? null, APP],
    )
    await this.#participant(p, body['userId'], body['userName'] ?? null)
    await this.#link(p, c)
  }

  async #participant(id: unknown, externalId: unknown, name: unknown): Promise<void> {
    await this.#client.query(
      'insert into participant values ($1, $2, $3, false, now(), true, $4) on conflict do nothing',
      [id, externalId, name, APP],
    )
  }

  async #link(participant: unknown, conference: unknown): Promise<void> {
    await this.#client.query(
      'insert into participant_conferences (participant_id, conference_id) values ($1, $2) on conflict do nothing',
      [participant, conference],
    )
  }

  async #begin(body: JsonObject, { s }: JsonObject, { p, c }: JsonObject): Promise<void> {
    await this.#client.query(
      `insert into app_session values ($1, $2, $3, $4, '{}', '{}', null, null, '{}', 0, null, null, now(), true, $5, $6)`,
      [s, ...['constraints', 'devices', 'platform'].map(name => JSON.stringify(body[name] ?? null)), c, p],
    )
  }

  async #event(path: string, body: JsonObject, answer: JsonObject): Promise<void> {
    const session = await this.#session(body)
    if (body['eventName'] === 'addConnection') await this.#connect(session, answer)
    const track = asObject(answer['data'])
    if (path === '/v1/tracks' && track['id']) await this.#track(session, track)
    await this.#insertEvent(session, {
      type: body['eventName'] ?? body['event'],
      category: categories[path],
      data: body['data'] ?? null,
      connection: body['connectionId'] ?? answer['connection_id'] ?? null,
      peer: answer['peer_id'] ?? null,
      track: path === '/v1/tracks' ? (track['id'] ?? null) : null,
    })
  }

  /** A report is a row for each track that has a `track` object with something in it, then one for the connection. */
  async #report(body: JsonObject): Promise<void> {
    const session = await this.#session(body)
    const report = structuredClone(asObject(body['data']))
    const row = { type: 'stats', category: 'S', connection: body['connectionId'], peer: null, track: null }
    for (const media of [report['audio'], report['video']].map(asObject)) {
      for (const direction of ['inbound', 'outbound']) {
        const hasTrack = (rtp: unknown) => isJsonObject(rtp) && Object.keys(asObject(rtp['track'])).length > 0
        const entries = asArray(media[direction])
        for (const data of entries.filter(hasTrack)) await this.#insertEvent(session, { ...row, data })
        media[direction] = entries.filter(rtp => !hasTrack(rtp))
      }
    }
    await this.#insertEvent(session, { ...row, data: report })
  }

  async #session(body: JsonObject): Promise<Record<string, unknown>> {
    const { s } = claimsOf(body['token'])
    const { rows } = await this.#client.query(
      'select id, conference_id, participant_id from app_session where id = $1',
      [s],
    )
    return rows[0]
  }

  async #connect(session: Record<string, unknown>, answer: JsonObject): Promise<void> {
    await this.#client.query(
      `insert into app_connection
       values ($1, null, 'new', '{"negotiations": []}', now(), null, 0, now(), true, $2, $3, $4, $5)`,
      [answer['connection_id'], session['conference_id'], session['participant_id'], answer['peer_id'], session['id']],
    )
    await this.#client.query(
      'update conference set ongoing = true, start_time = coalesce(start_time, now()), call_start = coalesce(call_start, now()) where id = $1',
      [session['conference_id']],
    )
    await this.#client.query('update app_session set call_start = coalesce(call_start, now()) where id = $1', [
      session['id'],
    ])
  }

  async #track(session: Record<string, unknown>, track: JsonObject): Promise<void> {
    await this.#client.query(
      `insert into app_track values ($1, $2, $3, $4, $5, $6, now(), true, $7, $8)
       on conflict (id) do update set track_info = excluded.track_info`,
      [
        track['id'],
        track['kind'] === 'audio' ? 'a' : 'v',
        track['direction'] === 'outbound' ? 'o' : 'i',
        track['track_id'],
        track['label'],
        JSON.stringify(track['track_info']),
        track['connection'],
        session['id'],
      ],
    )
  }

  async #insertEvent(session: Record<string, unknown>, event: JsonObject | Record<string, unknown>): Promise<void> {
    await this.#client.query(
      `insert into app_genericevent values ($1, $2, $3, $4, clock_timestamp(), true, $5, $6, $7, $8, $9, $10, $11)`,
      [
        randomUUID(),
        event['type'],
        event['category'],
        JSON.stringify(event['data']),
        APP,
        session['conference_id'],
        event['connection'],
        session['participant_id'],
        event['peer'],
        session['id'],
        event['track'],
      ],
    )
  }
}
