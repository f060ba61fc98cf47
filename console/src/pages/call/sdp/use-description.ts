import { descriptionOf, type Exchange, type Side } from '../../../model/sdp/exchanges.ts'
import { useEvent } from '../../../rpc/events.ts'

/** The description of one side of an exchange. It is in the event of the answer, else in that of the offer. */
export function useDescription(callId: string, exchange: Exchange | undefined, side: Side) {
  const end = useEvent(callId, exchange?.endId)
  const inEnd = exchange && descriptionOf(exchange, side, undefined, end.data)
  const isInOffer =
    exchange !== undefined && side === exchange.offeredBy && inEnd === undefined && (!exchange.endId || end.isSuccess)
  const begin = useEvent(callId, isInOffer ? exchange.id : undefined)
  const failed = [end, begin].find(({ error, data }) => error && data === undefined)
  return {
    sdp: exchange && descriptionOf(exchange, side, begin.data, end.data),
    isLoading: !failed && (end.isLoading || begin.isLoading),
    error: failed?.error,
    refetch: () => void failed?.refetch(),
  }
}
