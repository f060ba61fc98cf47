import type { PeerConnectionState } from '../call/connection-state.ts'
import { failUnfinished, type Negotiation } from './negotiation.ts'
import { afterStep, newSetup, type Setup } from './setup.ts'
import { inOrderOfTime, type SetupStep, type SetupStepAt } from './setup-step.ts'

/** Reported setup of a connection, as it is kept with it: plain JSON. */
export interface Signaling {
  /** Result of the oldest steps, which are not kept one by one. */
  base: Setup
  /** Event time of the last sign in `base`, ms since the epoch; null for none. */
  baseUntil: number | null
  /** The page told of the setup as it went on. */
  watched: boolean
  /** Each once, in order of event time. */
  signs: SetupStepAt[]
}

/** Signs that are kept one by one: those of some dozens of exchanges. What comes later than all of them is left out. */
const MAX_SIGNS = 128

/** Negotiations that are kept: the first and the latest. */
const MAX_NEGOTIATIONS = 200

/** As `addConnection` makes it. @param connected it is told late, when its setup was over */
export const newSignaling = (at: Date, connected: boolean): Signaling => ({
  base: newSetup(at.getTime(), connected),
  baseUntil: null,
  watched: false,
  signs: [],
})

/** The record with one more sign. The same signs give the same record, in whatever order and however often they come. */
export function withSign(signaling: Signaling, name: SetupStep, at: Date): Signaling {
  const sign: SetupStepAt = [at.getTime(), name]
  const { baseUntil, signs } = signaling
  if (baseUntil !== null && sign[0] <= baseUntil) return signaling
  if (name === 'shown') return withFirstShown(signaling, sign)
  if (signs.some(known => inOrderOfTime(known, sign) === 0)) return signaling
  const watched = signaling.watched || name === 'checking' || name === 'connecting'
  return bounded({ ...signaling, watched, signs: [...signs, sign].sort(inOrderOfTime) })
}

/** Every report shows media that flows; the first says it all. */
function withFirstShown(signaling: Signaling, sign: SetupStepAt): Signaling {
  const known = signaling.signs.find(([, name]) => name === 'shown')
  if (known && known[0] <= sign[0]) return signaling
  const others = signaling.signs.filter(one => one !== known)
  return bounded({ ...signaling, signs: [...others, sign].sort(inOrderOfTime) })
}

function bounded(signaling: Signaling): Signaling {
  const { signs, watched } = signaling
  if (signs.length <= MAX_SIGNS) return signaling
  const [oldest, kept] = [signs.slice(0, MAX_SIGNS / 2), signs.slice(MAX_SIGNS / 2)]
  const base = setupAfter(signaling.base, oldest, watched)
  const negotiations = limited(base.negotiations)
  return { base: { ...base, negotiations }, baseUntil: oldest.at(-1)?.[0] ?? null, watched, signs: kept }
}

const setupAfter = (base: Setup, signs: readonly SetupStepAt[], isWatched: boolean): Setup =>
  signs.reduce((setup, sign) => afterStep(setup, sign, isWatched), base)

const limited = ([first, ...others]: Negotiation[]): Negotiation[] =>
  first ? [first, ...others.slice(-(MAX_NEGOTIATIONS - 1))] : []

/**
 * Outcome of all steps: the state, by all of them, and the negotiations, by those until the connection ended; what is
 * unfinished then has failed.
 */
export function outcomeOf(
  { base, watched, signs }: Signaling,
  endTime: Date | null,
): { state: PeerConnectionState; negotiations: Negotiation[] } {
  const { state, negotiations } = setupAfter(base, signs, watched)
  if (!endTime) return { state, negotiations: limited(negotiations) }
  const untilEnd = signs.filter(([at]) => at <= endTime.getTime())
  return { state, negotiations: limited(failUnfinished(setupAfter(base, untilEnd, watched).negotiations, endTime)) }
}
