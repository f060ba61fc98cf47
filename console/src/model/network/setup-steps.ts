import type { CallEvent } from '../call.ts'
import { readExchanges, SIGNALING_TYPE } from '../sdp/exchanges.ts'

type StepName = 'gathering' | 'offer' | 'checking' | 'connecting' | 'media'

/** A step of the setup of a connection, in ms since its first one began. */
interface SetupStep {
  name: StepName
  from: number
  /** Undefined: no end was reported. */
  to: number | undefined
}

export interface Setup {
  /** ms since the epoch. */
  startedAt: number
  /** End of the last step that came to one, ms. */
  lengthMs: number
  steps: SetupStep[]
}

/** Events that tell of the setup of a connection. */
export const setupTypes = [
  SIGNALING_TYPE,
  'onicegatheringstatechange',
  'oniceconnectionstatechange',
  'onconnectionstatechange',
  'onicecandidate',
  'onicecandidateerror',
  'ontrack',
  'unmute',
] as const

const connectedStates = ['connected', 'completed']

/**
 * How the first connection came about: gathering of candidates, offer and answer, connectivity checks, DTLS, first track
 * with media. Undefined when nothing of it was reported.
 */
export function readSetup(events: readonly CallEvent[], connectionId: string): Setup | undefined {
  const own = events.filter(event => event.connectionId === connectionId)
  const first = (type: string, states?: readonly string[]) =>
    own.find(event => event.type === type && (!states || states.includes(String(event.data))))?.at
  const [exchange] = readExchanges(own, connectionId)
  const found = [
    step(
      'gathering',
      first('onicegatheringstatechange', ['gathering']),
      first('onicegatheringstatechange', ['complete']),
    ),
    step('offer', exchange?.from, exchange?.to),
    step(
      'checking',
      first('oniceconnectionstatechange', ['checking']),
      first('oniceconnectionstatechange', connectedStates),
    ),
    step(
      'connecting',
      first('onconnectionstatechange', ['connecting']),
      first('onconnectionstatechange', connectedStates),
    ),
    step('media', first('ontrack'), first('unmute')),
  ].filter(found => found !== undefined)
  if (found.length === 0) return undefined
  const startedAt = Math.min(...found.map(({ from }) => from))
  const steps = found.map(({ name, from, to }) => ({
    name,
    from: from - startedAt,
    to: to === undefined ? undefined : to - startedAt,
  }))
  return { startedAt, lengthMs: Math.max(...steps.map(({ from, to }) => to ?? from)), steps }
}

function step(name: StepName, from: number | undefined, to: number | undefined): SetupStep | undefined {
  if (from === undefined) return undefined
  // Reports of states can arrive in another order than that in which they were.
  return { name, from: Math.min(from, to ?? from), to }
}
