import type { RecordedCall } from '../../../src/diagnose/recorded-call.ts'
import type { CallEvent } from '../../../src/domain/analysis/call-event.ts'
import { isJsonObject, type JsonValue } from '../../../src/domain/values/json.ts'
import { randomNumbers } from '../../support/random-numbers.ts'

const withEvents = (call: RecordedCall, events: CallEvent[]): RecordedCall => ({ ...call, events })

const isStats = ({ category }: CallEvent) => category === 'stats'

function mapReports(call: RecordedCall, change: (report: JsonValue, event: CallEvent) => JsonValue): RecordedCall {
  return withEvents(
    call,
    call.events.map(event => (isStats(event) ? { ...event, data: change(event.data, event) } : event)),
  )
}

function mapFields(value: JsonValue, change: (name: string, field: JsonValue) => JsonValue | undefined): JsonValue {
  if (Array.isArray(value)) return value.map(item => mapFields(item, change))
  if (!isJsonObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, field]) => {
      const changed = change(name, field)
      return changed === undefined ? [] : [[name, mapFields(changed, change)]]
    }),
  )
}

/** Without fields that a browser does not report. */
export const without =
  (...names: string[]) =>
  (call: RecordedCall): RecordedCall =>
    mapReports(call, report => mapFields(report, (name, field) => (names.includes(name) ? undefined : field)))

/** Without events of some types, which old SDKs do not send. */
export const withoutEvents =
  (...types: string[]) =>
  (call: RecordedCall): RecordedCall =>
    withEvents(
      call,
      call.events.filter(({ type }) => !types.includes(type)),
    )

/** Reported every so many times the recorded period. */
export const thinned =
  (factor: number) =>
  (call: RecordedCall): RecordedCall => {
    const counts = new Map<string, number>()
    const events = call.events.filter(event => {
      if (!isStats(event)) return true
      const key = event.connectionId ?? ''
      const count = counts.get(key) ?? 0
      counts.set(key, count + 1)
      return count % factor === 0
    })
    return { ...withEvents(call, events), intervalMs: call.intervalMs * factor }
  }

/** Clocks of browsers off by a time of their own. */
export const shiftedClocks =
  (byMs: number) =>
  (call: RecordedCall): RecordedCall =>
    mapReports(call, (report, { participantId }) => {
      const shift = participantId === call.people[0] ? byMs : -byMs / 3
      return mapFields(report, (name, field) =>
        /timestamp$/i.test(name) && typeof field === 'number' ? field + shift : field,
      )
    })

/** Numbers as decimal text, as bridges of native WebRTC have them. */
export const asText = (call: RecordedCall): RecordedCall =>
  mapReports(call, report => mapFields(report, (_, field) => (typeof field === 'number' ? String(field) : field)))

/** Some reports lost, some twice. */
export const lossy =
  (seed: number) =>
  (call: RecordedCall): RecordedCall => {
    const random = randomNumbers(seed)
    const copies = () => (random() < 0.08 ? 0 : random() < 0.15 ? 2 : 1)
    return withEvents(
      call,
      call.events.flatMap(event => (isStats(event) ? Array<CallEvent>(copies()).fill(event) : [event])),
    )
  }

/** Events received in another order than they happened, within some seconds. */
export const shuffled =
  (seed: number, withinMs = 4000) =>
  (call: RecordedCall): RecordedCall => {
    const random = randomNumbers(seed)
    const received = call.events.map(event => ({ event, at: event.at + random() * withinMs }))
    return withEvents(
      call,
      received.sort((one, other) => one.at - other.at).map(({ event }) => event),
    )
  }

function between(before: JsonValue | undefined, after: JsonValue, share: number): JsonValue {
  if (typeof before === 'number' && typeof after === 'number') return before + (after - before) * share
  if (Array.isArray(after))
    return after.map((item, index) => between(Array.isArray(before) ? before[index] : undefined, item, share))
  if (!isJsonObject(after)) return after
  const from = isJsonObject(before) && before['id'] === after['id'] ? before : {}
  return Object.fromEntries(
    Object.entries(after).map(([name, value]) => [name, name === 'ssrc' ? value : between(from[name], value, share)]),
  )
}

/** Reported so many times as often, with what lies between two reports spread evenly over them. */
export const interpolated =
  (factor: number) =>
  (call: RecordedCall): RecordedCall => {
    const last = new Map<string, CallEvent>()
    const events = call.events.flatMap(event => {
      if (!isStats(event)) return [event]
      const before = last.get(event.connectionId ?? '')
      last.set(event.connectionId ?? '', event)
      if (!before || event.at - before.at > 2 * call.intervalMs) return [event]
      return Array.from({ length: factor }, (_, index) => {
        const share = (index + 1) / factor
        return {
          ...event,
          at: before.at + (event.at - before.at) * share,
          data: between(before.data, event.data, share),
        }
      })
    })
    return {
      ...withEvents(
        call,
        events.sort((one, other) => one.at - other.at),
      ),
      intervalMs: call.intervalMs / factor,
    }
  }

/** How a participant goes: with a word of the page, of the connection alone, or without any. */
export type Leave = 'unload' | 'beforeunload' | 'removeConnection' | 'closed' | 'crash'

/** Without anything that somebody reported after a time, s after connected, at which they left. */
export const left =
  (who: string, atSeconds: number, how: Leave) =>
  (call: RecordedCall): RecordedCall => {
    const at = call.zeroMs + 1000 * atSeconds
    const events = call.events.filter(event => event.participantId !== who || event.at < at)
    const last = events.find(event => event.participantId === who && isStats(event))
    if (!last || how === 'crash') return withEvents(call, events)
    const page = { category: 'browser', type: how, connectionId: null, peerId: null, data: null } as const
    const connection = { category: 'connection', type: how, data: null } as const
    const closed = { category: 'connection', type: 'onconnectionstatechange', data: 'closed' } as const
    const said = how === 'closed' ? closed : how === 'removeConnection' ? connection : page
    return withEvents(
      call,
      [...events, { ...last, ...said, at }].sort((one, other) => one.at - other.at),
    )
  }

/** Media goes over a TURN server that is reached by TCP or TLS. */
export const relayed =
  (relayProtocol: 'tcp' | 'tls') =>
  (call: RecordedCall): RecordedCall =>
    mapReports(call, report =>
      mapFields(report, (name, field) =>
        name === 'local' && isJsonObject(field) ? { ...field, candidateType: 'relay', relayProtocol } : field,
      ),
    )
