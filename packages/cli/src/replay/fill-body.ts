import { isJsonObject, type JsonObject, readJson, replaceStrings } from './json.ts'

/** Substitutes for recorded values. */
export interface Substitutes {
  apiKey: string
  conferenceId: (recorded: string) => string
  /** Ours by recorded token or id. */
  given: ReadonlyMap<string, string>
  /** Age of the request in the replayed call, ms; undefined: now. */
  ageMs: number | undefined
}

/** The body to send for a recorded one; one that is not JSON is sent as it is. */
export function fillBody(recorded: string | null, substitutes: Substitutes): string | null {
  const body = readJson(recorded)
  if (!isJsonObject(body)) return recorded
  const filled = replaceStrings(body, text => substitutes.given.get(text) ?? text) as JsonObject
  if ('apiKey' in body) filled['apiKey'] = substitutes.apiKey
  if ('apiKey' in body && 'conferenceId' in body) {
    filled['conferenceId'] = substitutes.conferenceId(String(body['conferenceId']))
  }
  if ('token' in body && substitutes.ageMs !== undefined) {
    filled['delta'] = substitutes.ageMs + (Number(body['delta'] ?? 0) || 0)
  }
  return JSON.stringify(filled)
}
