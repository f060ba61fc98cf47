import type { CallEvent } from '../../../src/domain/analysis/call-event.ts'
import { isJsonObject, type JsonValue } from '../../../src/domain/values/json.ts'
import { randomNumbers } from '../../support/random-numbers.ts'

/** How reports are spoilt. */
interface Spoiling {
  /** Of their numbers, 0 to 1. */
  share: number
  /** What stands in their place. */
  values: readonly JsonValue[]
  /** A number is spoilt in one of so many reports in a row at most. */
  apart: number
  /** Fields that stay as they are, beside SSRCs. */
  except?: RegExp
}

/** The events with numbers in their stats reports replaced. */
export function spoilt(events: readonly CallEvent[], seed: number, spoiling: Spoiling): CallEvent[] {
  const { share, values, apart, except = /^$/ } = spoiling
  const random = randomNumbers(seed)
  const lastSpoilt = new Map<string, number>()
  const spoil = (value: JsonValue, path: string, index: number): JsonValue => {
    if (Array.isArray(value)) return value.map((item, at) => spoil(item, `${path}.${at}`, index))
    if (isJsonObject(value)) {
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, spoil(item, `${path}.${key}`, index)]))
    }
    const isKept = typeof value !== 'number' || path.endsWith('ssrc') || except.test(path)
    if (isKept || random() >= share || index - (lastSpoilt.get(path) ?? -apart) < apart) return value
    lastSpoilt.set(path, index)
    return values[Math.floor(random() * values.length)] ?? null
  }
  const counts = new Map<string, number>()
  return events.map(event => {
    if (event.category !== 'stats') return event
    const index = counts.get(event.participantId) ?? 0
    counts.set(event.participantId, index + 1)
    return { ...event, data: spoil(event.data, event.participantId, index) }
  })
}
