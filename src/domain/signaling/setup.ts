import { nextState, type PeerConnectionState, REORDERING_MS } from '../call/connection-state.ts'
import { begunNegotiation, concludedNegotiation, type Negotiation } from './negotiation.ts'
import type { SetupStepAt } from './setup-step.ts'

/**
 * Setup of a connection after some of its steps: plain JSON. Requests that a page sends together overtake each
 * other, and without a `delta` the event times are swapped with them. So what cannot have happened in that order is put
 * right when it lies within {@link REORDERING_MS}: an exchange has one offer, then one `stable`.
 */
export interface Setup {
  state: PeerConnectionState
  /** When the state was told, ms since the epoch; null before the first. */
  stateTime: number | null
  negotiations: Negotiation[]
  /** Steps seen of the last negotiation. */
  last: { needed: boolean; offer: 'local' | 'remote' | null; stable: boolean }
  /** An offer that came while another was open, ms since the epoch: a second exchange, if a second `stable` follows. */
  secondOffer: number | null
  /** A `stable` that ended nothing, ms since the epoch: its offer may be the one that follows. */
  loneStable: number | null
}

const unseen: Setup['last'] = { needed: false, offer: null, stable: false }

/** As `addConnection` makes it. @param connected it is told late, when its setup was over */
export const newSetup = (at: number, connected: boolean): Setup => ({
  state: connected ? 'connected' : 'new',
  stateTime: connected ? at : null,
  negotiations: connected ? [] : [begunNegotiation(true, at)],
  last: unseen,
  secondOffer: null,
  loneStable: null,
})

/**
 * The setup after the next sign in order of time.
 * @param isWatched the page told of the setup as it went on, so that it told of the first offer, too
 */
export function afterStep(setup: Setup, [at, name]: SetupStepAt, isWatched: boolean): Setup {
  switch (name) {
    case 'needed':
      return needed(setup, at)
    case 'local-offer':
    case 'remote-offer':
      return offered(setup, at, name === 'local-offer' ? 'local' : 'remote', isWatched)
    case 'stable':
      return stable(setup, at)
    case 'checking':
      return setup
    case 'shown':
      return shown(setup, at)
    default:
      return told(setup, at, name)
  }
}

const isUnderWay = ({ negotiations }: Setup) => negotiations.at(-1)?.status === 'connecting'

const isJustOver = ({ negotiations }: Setup, at: number): boolean => {
  const end = negotiations.at(-1)?.endTime
  return Boolean(end) && at - Date.parse(end ?? '') < REORDERING_MS
}

const isRecent = (time: number | null, at: number): time is number => time !== null && at - time < REORDERING_MS

const noting = (setup: Setup, seen: Partial<Setup['last']>): Setup => ({ ...setup, last: { ...setup.last, ...seen } })

const begin = (setup: Setup, at: number, seen: Partial<Setup['last']>): Setup => ({
  ...setup,
  negotiations: [...setup.negotiations, begunNegotiation(setup.negotiations.length === 0, at)],
  last: { ...unseen, ...seen },
  secondOffer: null,
})

/** Gives the last negotiation its outcome. */
const settle = (setup: Setup, status: 'connected' | 'stable' | 'failed', at: number): Setup => ({
  ...setup,
  negotiations: setup.negotiations.with(-1, concludedNegotiation(setup.negotiations.at(-1) as Negotiation, status, at)),
})

/** A need precedes the offer that this side makes of it. */
function needed(setup: Setup, at: number): Setup {
  const isLate = isJustOver(setup, at) && setup.last.offer === 'local' && !setup.last.needed
  if (isUnderWay(setup) || isLate) return noting(setup, { needed: true })
  return begin(setup, at, { needed: true })
}

function offered(setup: Setup, at: number, offer: 'local' | 'remote', isWatched: boolean): Setup {
  const lacksOffer = setup.last.offer === null
  if (isUnderWay(setup)) return lacksOffer ? noting(setup, { offer }) : { ...setup, secondOffer: at }
  if (isWatched && lacksOffer && isJustOver(setup, at)) return noting(setup, { offer })
  const begun = begin(setup, at, { offer })
  if (!isRecent(setup.loneStable, at)) return begun
  return { ...noting(settle(begun, 'stable', at), { stable: true }), loneStable: null }
}

function stable(setup: Setup, at: number): Setup {
  const { secondOffer, negotiations, last } = setup
  if (isUnderWay(setup)) return noting(settle(setup, 'stable', at), { stable: true })
  if (isRecent(secondOffer, at)) {
    const begun = begin(setup, secondOffer, { offer: 'local' })
    return noting(settle(begun, 'stable', at), { stable: true })
  }
  if (negotiations.length > 0 && !last.stable) return noting(setup, { stable: true })
  return { ...setup, loneStable: at }
}

/** A negotiation under way has succeeded, at an unknown moment, where no event said so. */
function shown(setup: Setup, at: number): Setup {
  if (setup.state !== 'new' && setup.state !== 'connecting') return setup
  const negotiations = setup.negotiations.map(negotiation =>
    negotiation.status === 'connecting' ? { ...negotiation, status: 'connected' as const } : negotiation,
  )
  return { ...setup, ...nextState(setup, 'connected', at), negotiations }
}

/** A connection state; what it says of the last negotiation a later `stable` does not take back. */
function told(setup: Setup, at: number, state: PeerConnectionState): Setup {
  const next = { ...setup, ...nextState(setup, state, at) }
  const last = next.negotiations.at(-1)
  const settles = state === 'connected' || state === 'failed'
  if (!settles || !last || (last.status === state && last.endTime)) return next
  return settle(next, state, at)
}
