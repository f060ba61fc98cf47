import { describe, expect, it } from 'vitest'
import { type StatsSnapshot, statsSnapshot } from '../../../src/domain/summary/stats-snapshot.ts'
import { asArray, asObject, type JsonObject } from '../../../src/domain/values/json.ts'
import { hasSharedData } from '../../support/shared-data.ts'
import { existingAnswers } from './recorded-stats.ts'

interface StoredEvent {
  id: string
  type: string
  connection: string
  track?: string | null
  created_at: string
  data: JsonObject
}

interface Rebuilt {
  expected: StatsSnapshot | undefined
  ours: StatsSnapshot | null
}

/**
 * The existing server stored track reports before the event of their own report and without its ids: put together again
 * they are the report that was sent.
 */
function rebuild(events: readonly StoredEvent[], expected: readonly StatsSnapshot[]): Rebuilt[] {
  const waiting = new Map<string, StoredEvent[]>()
  return events
    .filter(event => event.type === 'stats')
    .flatMap(event => {
      const tracks = waiting.get(event.connection) ?? []
      waiting.set(event.connection, event.track ? [...tracks, event] : [])
      if (event.track) return []
      const ids = { app: '', session: '', conference: '', participant: '', peer: null }
      const { id, connection } = event
      const report = withTracks(event.data, tracks)
      const ours = statsSnapshot({ ...ids, id, connection, createdAt: new Date(0), report })
      return [{ ours, expected: expected.find(snapshot => snapshot.id === id) }]
    })
}

function withTracks(report: JsonObject, tracks: readonly StoredEvent[]): JsonObject {
  const list = (kind: string, direction: string) => [
    ...asArray(asObject(report[kind])[direction]),
    ...tracks
      .filter(({ data }) => data['kind'] === kind && data['type'] === `${direction}-rtp`)
      .map(({ data }) => data),
  ]
  const media = (kind: string) => ({ inbound: list(kind, 'inbound'), outbound: list(kind, 'outbound') })
  return { ...report, audio: media('audio'), video: media('video') }
}

function calls(): Rebuilt[][] {
  const answers = existingAnswers()
  return Object.keys(answers).flatMap(path => {
    const expected = path.endsWith('/graphs') ? answers[path]?.body.summary?.data : undefined
    if (!expected?.length) return []
    const events = answers[path.replace(/graphs$/, 'events')]?.body.data as StoredEvent[]
    return [rebuild(events, expected)]
  })
}

const withoutTracks = ({ data: { connection, remote } }: StatsSnapshot) => ({ connection, remote })
const tracksOf = ({ data: { audio, video } }: StatsSnapshot) =>
  [audio, video].flatMap(({ inbound, outbound }) => [...inbound, ...outbound])

describe.runIf(hasSharedData())('summaries in a database of the existing server', () => {
  it('have a snapshot for the same reports, with the same connection and remote side', () => {
    for (const { ours, expected } of calls().flat()) {
      expect(ours && withoutTracks(ours)).toEqual(expected ? withoutTracks(expected) : null)
    }
  })

  it('have the same track reports, though some a snapshot too early', () => {
    for (const call of calls()) {
      const theirs = call.flatMap(({ expected }) => (expected ? tracksOf(expected) : []))
      const ours = call.flatMap(snapshot => (snapshot.ours ? tracksOf(snapshot.ours) : []))
      // What hangs on another report has that one's remote side, and with it another emos.
      const bare = (track: object) => JSON.stringify({ ...track, emos: undefined }, Object.keys(track).sort())
      expect(ours.map(bare).sort()).toEqual(theirs.map(bare).sort())
    }
  })

  it('give every track that hangs on its own report the same emos', () => {
    const pairs = calls()
      .flat()
      .flatMap(({ ours, expected }) => {
        const theirs = expected ? tracksOf(expected) : []
        return (ours ? tracksOf(ours) : []).flatMap(track => {
          const same = theirs.find(
            other => other.id === track.id && other['packetsReceived'] === track['packetsReceived'],
          )
          return same && 'emos' in same ? [[track.emos, same.emos]] : []
        })
      })
    expect(pairs.length).toBeGreaterThan(40)
    for (const [ours, theirs] of pairs) expect(ours).toBe(theirs)
  })
})
