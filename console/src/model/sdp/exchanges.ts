import type { CallEvent, Json } from '../call.ts'

export type Side = 'local' | 'remote'

/** One offer and its answer, as one side of a connection saw them. */
export interface Exchange {
  /** Id of the event that began it: it has the offer. */
  id: string
  connectionId: string
  offeredBy: Side
  from: number
  /** When the signaling state was stable again; undefined when it never was. */
  to: number | undefined
  /** Id of the event that ended it: it has both descriptions. */
  endId: string | undefined
}

/** Type of the events that carry session descriptions. */
export const SIGNALING_TYPE = 'onsignalingstatechange'

/** Offers and answers of a connection, in order of time. Descriptions need not be in the events. */
export function readExchanges(events: readonly CallEvent[], connectionId: string): Exchange[] {
  const exchanges: Exchange[] = []
  let open: Exchange | undefined
  for (const event of events) {
    if (event.connectionId !== connectionId || event.type !== SIGNALING_TYPE) continue
    const state = fieldOf(event.data, 'signalingState')
    const offeredBy = state === 'have-local-offer' ? 'local' : state === 'have-remote-offer' ? 'remote' : undefined
    if (offeredBy) {
      open = { id: event.id, connectionId, offeredBy, from: event.at, to: undefined, endId: undefined }
      exchanges.push(open)
    } else if (state === 'stable' && open) {
      Object.assign(open, { to: event.at, endId: event.id })
      open = undefined
    }
  }
  return exchanges
}

/** SDP of one side; undefined where it was not reported. @param begin the event of the offer @param end that of the answer */
export function descriptionOf(
  { offeredBy }: Exchange,
  side: Side,
  begin: CallEvent | null | undefined,
  end: CallEvent | null | undefined,
): string | undefined {
  const name = side === 'local' ? 'localDescription' : 'remoteDescription'
  // With an offer the other side's text is still that of the exchange before.
  return sdpOf(end?.data, name) ?? (side === offeredBy ? sdpOf(begin?.data, name) : undefined)
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
