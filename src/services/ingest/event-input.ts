import { EVENT_NAME_LENGTH } from '../../domain/call/event.ts'
import { checkedEventData } from '../../domain/call/event-data.ts'
import { eventTime } from '../../domain/call/event-time.ts'
import type { AddressPolicy } from '../../domain/privacy/address-policy.ts'
import { coverAddresses } from '../../domain/privacy/covered-addresses.ts'
import { missing } from '../../domain/values/errors.ts'
import { type JsonValue, storableJson, storableText } from '../../domain/values/json.ts'

/** Input that all events have. */
export interface EventInput {
  eventName: string
  data?: JsonValue | undefined
  /** Age of the event, ms. */
  ageMs: number
  receivedAt: Date
  /** A UUID that the sender chose: the same event sent again is stored once. */
  eventId?: string | undefined
}

/** An event as it will be stored. */
export interface CheckedEvent {
  type: string
  data: JsonValue
  at: Date
  receivedAt: Date
  eventId: string | undefined
}

/**
 * @param policy what is kept of the addresses in its data
 * @throws DomainError missing_parameters, invalid_parameters
 */
export function checkedEvent(input: EventInput, policy: AddressPolicy): CheckedEvent {
  if (input.eventName === '') throw missing('eventName')
  const at = eventTime(input.receivedAt, input.ageMs)
  const data = coverAddresses(checkedEventData(input.eventName, storableJson(input.data ?? null)), policy)
  const type = storableText(input.eventName, EVENT_NAME_LENGTH)
  return { type, data, at, receivedAt: input.receivedAt, eventId: input.eventId }
}
