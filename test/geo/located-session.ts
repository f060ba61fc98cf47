import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { IngestService } from '../../gen/peermetrics/ingest/v1/ingest_service_pb.js'
import { succeeded } from '../support/call.ts'
import { API_KEY } from '../support/test-config.ts'
import { exchange } from '../support/test-server.ts'

/** `geo_ip` of a session. */
export interface GeoIp {
  country_code: string | null
  region_code: string | null
  city: string | null
  latitude: number | null
  longitude: number | null
}

export const unknown: GeoIp = { country_code: null, region_code: null, city: null, latitude: null, longitude: null }

type Headers = Record<string, string>
type Running = Record<'api' | 'url', string>

/** Begins a session over HTTP. @returns its token */
export async function beginSession({ api }: Running, headers: Headers): Promise<string> {
  const joining = { apiKey: API_KEY, conferenceId: randomUUID(), userId: randomUUID() }
  const { token } = succeeded(await exchange('POST', `${api}/initialize`, joining))
  return succeeded(await exchange('POST', `${api}/sessions`, { token }, headers)).token
}

export async function geoIpOf({ api }: Running, token: string): Promise<GeoIp> {
  return succeeded(await exchange('PUT', `${api}/sessions`, { token })).data.geo_ip
}

/** Where the server places the client of a request with these headers. */
export const locate = async (server: Running, headers: Headers): Promise<GeoIp> =>
  await geoIpOf(server, await beginSession(server, headers))

/** The same over RPC, in JSON: the bytes of its headers are those given. */
export async function locateByRpc({ url }: Running, headers: Headers): Promise<GeoIp> {
  const call = async (method: string, message: object, more: Headers = {}) => {
    const json = { 'content-type': 'application/json', ...more }
    return succeeded(await exchange('POST', `${url}/${IngestService.typeName}/${method}`, message, json))
  }
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
  const joining = { apiKey: API_KEY, externalConferenceId: randomUUID(), externalUserId: randomUUID() }
  const { initToken } = await call('Initialize', joining)
  const { sessionToken } = await call('CreateSession', {}, { ...headers, ...bearer(initToken) })
  const { session } = await call('UpdateSession', {}, { ...headers, ...bearer(sessionToken) })
  const { countryCode = null, regionCode = null, city = null, latitude = null, longitude = null } = session.geoLocation
  return { country_code: countryCode, region_code: regionCode, city, latitude, longitude }
}

/** Asks again until the answer is as wished. */
export async function eventually<T>(ask: () => Promise<T>, isGood: (answer: T) => boolean): Promise<T> {
  for (const end = Date.now() + 20_000; ; await delay(50)) {
    const answer = await ask()
    if (isGood(answer) || Date.now() > end) return answer
  }
}
