import type { CallEvent, EventCategory } from './call.ts'

/** Which events of a call are wanted. What is absent does not matter, but for stats reports: they must be asked for. */
export interface EventFilter {
  category?: EventCategory | undefined
  /** Name of the events. */
  type?: string | undefined
  personId?: string | undefined
  connectionId?: string | undefined
  /** Occurs in the name or in the data, in any letter case. */
  text?: string | undefined
}

/** The longest text that the server looks for, characters. */
export const MAX_TEXT = 64

/** Whether an event that was just reported belongs to a list. Of large data it knows the short members only. */
export function isWanted(event: CallEvent, { category, type, personId, connectionId, text }: EventFilter): boolean {
  if (category === undefined ? event.category === 'stats' : event.category !== category) return false
  if (type !== undefined && event.type !== type) return false
  if (personId !== undefined && event.personId !== personId) return false
  if (connectionId !== undefined && event.connectionId !== connectionId) return false
  if (!text) return true
  return `${event.type} ${JSON.stringify(event.data ?? '')}`.toLowerCase().includes(text.toLowerCase())
}

/** Names that pages report, those that tell most first. */
const commonTypes = [
  'getUserMedia',
  'addConnection',
  'removeConnection',
  'onsignalingstatechange',
  'onconnectionstatechange',
  'oniceconnectionstatechange',
  'onicegatheringstatechange',
  'onicecandidate',
  'onicecandidateerror',
  'ontrack',
  'mute',
  'unmute',
  'ended',
  'mediaDeviceChange',
  'tabFocus',
  'custom',
  'unload',
  'endCall',
]

/** Names of events to choose from: the common ones, and what else occurs. */
export const eventTypes = (events: readonly CallEvent[], chosen: string | undefined): string[] => [
  ...new Set([...commonTypes, ...(chosen ? [chosen] : []), ...events.map(({ type }) => type)]),
]

/** Events as JSON Lines: one object a line, times in UTC. */
export const toJsonLines = (events: readonly CallEvent[]): string =>
  events.map(({ at, ...event }) => `${JSON.stringify({ time: new Date(at).toISOString(), ...event })}\n`).join('')
