import { text } from '../text/text.ts'
import type { Connection, Session } from './call.ts'
import { counted } from './plural.ts'
import { duration } from './units.ts'

/** Lines about a person in a call. */
export interface PersonFacts {
  device: string
  /** Place, how connected, time in the call, sessions. */
  presence: string
}

/** @param now end of what still runs, ms since the epoch */
export function personFacts(
  sessions: readonly Session[],
  connections: readonly Connection[],
  now: number,
): PersonFacts {
  const last = sessions.at(-1)
  const ms = sessions.reduce((sum, { from, to }) => sum + (to ?? now) - from, 0)
  return {
    device: joined([last?.browser, last?.operatingSystem]),
    presence: joined([
      last?.place,
      pathOf(connections),
      ms > 0 ? text.call.inCall(duration(ms)) : '',
      sessions.length > 1 ? counted(sessions.length, text.nouns.session) : '',
    ]),
  }
}

function pathOf(connections: readonly Connection[]): string {
  if (connections.length === 0) return ''
  const known = connections.filter(({ path }) => path !== undefined)
  if (known.length === 0) return connections.every(({ state }) => state !== 'connected') ? text.call.neverConnected : ''
  const relayed = known.some(({ path }) => path === 'relayed') ? text.call.relayed : text.call.direct
  return known.some(({ isTcp }) => isTcp) ? `${relayed} ${text.call.tcp}` : relayed
}

const joined = (parts: readonly (string | undefined)[]): string => parts.filter(Boolean).join(' · ')
