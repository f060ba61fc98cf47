import type { CallEvent, Json } from '../call.ts'

type Side = 'local' | 'remote'

/** One offer and its answer, as one side of a connection saw them. */
export interface Exchange {
  /** Id of the event that began it. */
  id: string
  connectionId: string
  offeredBy: Side
  from: number
  /** When the signaling state was stable again; undefined when it never was. */
  to: number | undefined
  /** SDP of each side; undefined where it was not reported. */
  local: string | undefined
  remote: string | undefined
}

/** Type of the events that carry session descriptions. */
const SIGNALING_TYPE = 'onsignalingstatechange'

/** Offers and answers of a connection, in order of time. */
export function readExchanges(events: readonly CallEvent[], connectionId: string): Exchange[] {
  const exchanges: Exchange[] = []
  let open: Exchange | undefined
  for (const event of events) {
    if (event.connectionId !== connectionId || event.type !== SIGNALING_TYPE) continue
    const state = fieldOf(event.data, 'signalingState')
    const local = sdpOf(event.data, 'localDescription')
    const remote = sdpOf(event.data, 'remoteDescription')
    const offeredBy = state === 'have-local-offer' ? 'local' : state === 'have-remote-offer' ? 'remote' : undefined
    if (offeredBy) {
      // The other side's text is still that of the exchange before.
      const offer = offeredBy === 'local' ? { local, remote: undefined } : { local: undefined, remote }
      open = { id: event.id, connectionId, offeredBy, from: event.at, to: undefined, ...offer }
      exchanges.push(open)
    } else if (state === 'stable' && open) {
      Object.assign(open, { to: event.at, local: local ?? open.local, remote: remote ?? open.remote })
      open = undefined
    }
  }
  return exchanges
}

function sdpOf(data: Json | undefined, name: string): string | undefined {
  const sdp = fieldOf(fieldOf(data, name), 'sdp')
  return typeof sdp === 'string' && sdp !== '' ? sdp : undefined
}

const fieldOf = (data: Json | undefined, name: string): Json | undefined =>
  data !== null && typeof data === 'object' && !Array.isArray(data) ? data[name] : undefined

/** The exchange of an event, else the last one. */
export const chooseExchange = (exchanges: readonly Exchange[], id: string | undefined): Exchange | undefined =>
  exchanges.find(exchange => exchange.id === id) ?? exchanges.at(-1)

/** What an exchange is compared with. @param against id of another; `none` for nothing; by default the one before */
export function earlierExchange(
  exchanges: readonly Exchange[],
  exchange: Exchange,
  against: string | undefined,
): Exchange | undefined {
  if (against === 'none') return undefined
  return exchanges.find(({ id }) => id === against) ?? exchanges[exchanges.indexOf(exchange) - 1]
}
