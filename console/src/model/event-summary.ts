import { text } from '../text/text.ts'
import type { CallEvent, Json } from './call.ts'

/** Longest summary, characters; the whole is in the data beside. */
const MAX_LENGTH = 160

/** What an event says, in one line. */
export function eventSummary({ type, category, data }: CallEvent): string {
  if (category === 'stats') return statsSubject(data)
  if (data === undefined || data === null) return ''
  if (typeof data !== 'object') return cut(String(data))
  if (Array.isArray(data)) return cut(JSON.stringify(data))
  return cut(summaries[type]?.(data) ?? plainFields(data))
}

/** A report is one event for each track that it is about, and one for the rest. */
function statsSubject(data: Json | undefined): string {
  const { type, kind } = asFields(data ?? null)
  return [type, kind].filter(Boolean).join(' ') || text.events.summary.connectionReport
}

type Fields = { [name: string]: Json }

const summaries: Record<string, (data: Fields) => string> = {
  onsignalingstatechange: data => String(data['signalingState'] ?? ''),
  onicecandidate: data =>
    [data['type'], data['protocol'], [data['address'], data['port']].filter(Boolean).join(':')]
      .filter(Boolean)
      .join(' '),
  getUserMedia: data =>
    data['constraints'] !== undefined
      ? text.events.summary.requested(JSON.stringify(data['constraints']))
      : ['audio', 'video']
          .flatMap(kind => asList(data[kind]).map(track => `${kind}: ${String(asFields(track)['label'] ?? '')}`))
          .join(', ') || plainFields(data),
  ontrack: data => [data['kind'], data['label']].filter(Boolean).join(' '),
  tabFocus: data =>
    // The SDK reports document.hidden under this name.
    data['focus'] === true ? text.events.summary.pageHidden : text.events.summary.pageShown,
  custom: data => [data['eventName'], data['description']].filter(Boolean).map(String).join(': ') || plainFields(data),
}

const asList = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : [])
const asFields = (value: Json): Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {}

/** Fields that hold plain values: what is nested says little in a line. */
const plainFields = (data: Fields): string =>
  Object.entries(data)
    .filter(([, value]) => value !== null && typeof value !== 'object')
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join(', ')

const cut = (line: string): string => (line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH - 1)}…` : line)
