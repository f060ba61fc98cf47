import { text } from '../text/text.ts'
import type { Connection, Quality, Session, TrackKind } from './call.ts'
import { noCounts, type QualityCounts } from './participant.ts'

/** What somebody took part with. */
export interface PartsOfCalls {
  sessions: readonly (Pick<Session, 'id' | 'browser' | 'operatingSystem' | 'place'> & { callId: string })[]
  /** Captured and sent. */
  tracks: readonly { sessionId: string; kind: TrackKind | undefined; label: string }[]
  connections: readonly (Pick<Connection, 'path' | 'isTcp'> & { callId: string })[]
  /** How calls were for them, by id; others are not counted. */
  qualities: ReadonlyMap<string, Quality>
}

export const usageKinds = ['microphones', 'cameras', 'browsers', 'systems', 'paths', 'places'] as const
export type UsageKind = (typeof usageKinds)[number]

/** Something that was used, with how the calls were in which it was. */
export interface UsedThing {
  name: string
  callCount: number
  counts: QualityCounts
}

/** Devices, browsers and networks that somebody used, each kind the most used first. A call counts once for each. */
export function participantUsage({
  sessions,
  tracks,
  connections,
  qualities,
}: PartsOfCalls): Record<UsageKind, UsedThing[]> {
  const callOf = new Map(sessions.map(({ id, callId }) => [id, callId]))
  const devices = (kind: TrackKind) =>
    tracks.flatMap(track => {
      const callId = callOf.get(track.sessionId)
      return track.kind === kind && callId !== undefined ? [{ name: track.label, callId }] : []
    })
  const ofSessions = (name: 'browser' | 'operatingSystem' | 'place') =>
    sessions.map(session => ({ name: session[name], callId: session.callId }))
  const count = (uses: readonly Use[]) => countUses(uses, qualities)
  return {
    microphones: count(devices('audio')),
    cameras: count(devices('video')),
    browsers: count(ofSessions('browser')),
    systems: count(ofSessions('operatingSystem')),
    paths: count(connections.map(({ path, isTcp, callId }) => ({ name: pathName(path, isTcp), callId }))),
    places: count(ofSessions('place')),
  }
}

interface Use {
  /** Empty when not known. */
  name: string
  callId: string
}

function countUses(uses: readonly Use[], qualities: ReadonlyMap<string, Quality>): UsedThing[] {
  const calls = new Map<string, Set<string>>()
  for (const { name, callId } of uses) {
    if (name === '' || !qualities.has(callId)) continue
    calls.set(name, (calls.get(name) ?? new Set()).add(callId))
  }
  const things = [...calls].map(([name, ids]) => {
    const counts = noCounts()
    for (const id of ids) counts[qualities.get(id) ?? 'unjudged']++
    return { name, callCount: ids.size, counts }
  })
  return things.toSorted((one, other) => other.callCount - one.callCount || (one.name < other.name ? -1 : 1))
}

function pathName(path: Connection['path'], isTcp: boolean): string {
  if (path === undefined) return ''
  const word = path === 'relayed' ? text.call.relayed : text.call.direct
  return isTcp ? `${word} ${text.call.tcp}` : word
}
