import { createHash } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import { Connection } from '../../storage/entities/connection.ts'
import { Issue } from '../../storage/entities/issue.ts'
import { ConferenceParticipant, Participant } from '../../storage/entities/participant.ts'
import { Session } from '../../storage/entities/session.ts'
import { Track } from '../../storage/entities/track.ts'
import type { StoredEvent } from '../../storage/events/read-events.ts'
import type { CallRow } from './watch-item.ts'

/** Digest of the fields whose change counts. */
function digestOf(row: CallRow): string {
  const shown = JSON.stringify(shownOf(row))
  return createHash('sha1').update(shown).digest('base64')
}

function shownOf(row: CallRow): unknown[] {
  switch (row.kind) {
    case 'participant':
      return [row.participant.name, row.participant.isSfu]
    case 'session': {
      const { callStart, endTime, devices, platform, metadata, geoIp, appVersion } = row.session
      return [callStart, endTime, devices, platform, metadata, geoIp, appVersion]
    }
    case 'connection': {
      const { peer, type, state, negotiations, tcpDetected, relayDetected, endTime } = row.connection
      return [peer, type, state, negotiations, tcpDetected, relayDetected, endTime]
    }
    case 'track': {
      const { connection, kind, label, info } = row.track
      return [connection, kind, label, info]
    }
  }
}

const idOf = (row: CallRow): string => {
  switch (row.kind) {
    case 'participant':
      return row.participant.id
    case 'session':
      return row.session.id
    case 'connection':
      return row.connection.id
    case 'track':
      return row.track.id
  }
}

/** Which rows are looked at. */
interface Wanted {
  participants: readonly string[]
  sessions: readonly Session[]
  connections: readonly Connection[]
  tracks: readonly Track[]
}

/**
 * Tells which participants, sessions, connections and tracks of a conference are new, or other than when it last told of
 * them. They are looked for where an event points to them: nothing announces them by themselves.
 */
export class ChangedRows {
  readonly #em: () => EntityManager
  readonly #conferenceId: string
  readonly #digests = new Map<string, string>()

  constructor(em: () => EntityManager, conferenceId: string) {
    this.#em = em
    this.#conferenceId = conferenceId
  }

  /** Of the whole conference; of tracks, which are many, those that were made since an instant. */
  async all(tracksSince: Date): Promise<CallRow[]> {
    const em = this.#em()
    const conference = this.#conferenceId
    const links = await em.find(ConferenceParticipant, { conference })
    const sessions = await em.find(Session, { conference })
    return await this.#changed({
      participants: links.map(({ participant }) => participant),
      sessions,
      connections: await em.find(Connection, { conference }),
      tracks: await em.find(Track, {
        session: { $in: sessions.map(({ id }) => id) },
        createdAt: { $gte: tracksSince },
      }),
    })
  }

  /** Of what some events are about. A stats report changes a connection, and makes tracks known. */
  async of(events: readonly StoredEvent[], tracksSince: Date): Promise<CallRow[]> {
    const em = this.#em()
    const conference = this.#conferenceId
    const reports = events.filter(({ category }) => category === 'stats')
    const others = events.filter(({ category }) => category !== 'stats')
    const people = idsOf(events, ({ participantId }) => participantId).concat(idsOf(events, ({ peerId }) => peerId))
    const sessions = [
      ...idsOf(others, ({ sessionId }) => sessionId),
      ...idsOf(reports, ({ sessionId }) => sessionId).filter(id => !this.#digests.has(id)),
    ]
    const connections = idsOf(events, ({ connectionId }) => connectionId)
    return await this.#changed({
      participants: people.filter(id => !this.#digests.has(id)),
      sessions: await em.find(Session, { conference, id: { $in: sessions } }),
      // What ends a page ends its connections.
      connections: await em.find(Connection, {
        conference,
        $or: [{ id: { $in: connections } }, { session: { $in: idsOf(others, ({ sessionId }) => sessionId) } }],
      }),
      tracks: await em.find(Track, {
        $or: [
          { id: { $in: idsOf(others, ({ trackId }) => trackId) } },
          {
            session: { $in: idsOf(events, ({ sessionId }) => sessionId) },
            createdAt: { $gte: tracksSince },
          },
        ],
      }),
    })
  }

  async #changed({ participants, sessions, connections, tracks }: Wanted): Promise<CallRow[]> {
    const people = participants.length > 0 ? await this.#em().find(Participant, { id: { $in: [...participants] } }) : []
    const fresh = [
      ...people.map((participant): CallRow => ({ kind: 'participant', participant })),
      ...sessions.map((session): CallRow => ({ kind: 'session', session, issueIds: [] })),
      ...connections.map((connection): CallRow => ({ kind: 'connection', connection })),
      ...tracks.map((track): CallRow => ({ kind: 'track', track })),
    ].filter(row => this.#isNew(row))
    return await this.#withIssues(fresh)
  }

  #isNew(row: CallRow): boolean {
    const [id, digest] = [idOf(row), digestOf(row)]
    if (this.#digests.get(id) === digest) return false
    this.#digests.set(id, digest)
    return true
  }

  async #withIssues(rows: readonly CallRow[]): Promise<CallRow[]> {
    const sessions = rows.flatMap(row => (row.kind === 'session' ? [row.session.id] : []))
    if (sessions.length === 0) return [...rows]
    const orderBy = { createdAt: 'asc', id: 'asc' } as const
    const issues = await this.#em().find(Issue, { session: { $in: sessions } }, { orderBy })
    const ids = Map.groupBy(issues, ({ session }) => session)
    return rows.map(row =>
      row.kind === 'session' ? { ...row, issueIds: (ids.get(row.session.id) ?? []).map(({ id }) => id) } : row,
    )
  }
}

const idsOf = (events: readonly StoredEvent[], idIn: (event: StoredEvent) => string | null): string[] => [
  ...new Set(events.flatMap(event => idIn(event) ?? [])),
]
