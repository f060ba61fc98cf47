import type { Client } from '../domain/call/client.ts'
import { completedLocation, type GeoLocation, unknownLocation } from '../domain/call/geo-location.ts'
import { channels } from '../telemetry/channels.ts'
import type { GeoDatabase } from './geo-database.ts'
import { type IpstackOptions, ipstackLookup } from './ipstack.ts'
import { LaterLookups, type LaterLookupsOptions } from './later-lookups.ts'
import { type LocatingProxy, locationInHeaders } from './proxy-headers.ts'

/** Finds out where clients are. */
export interface ClientLocator {
  /** Location that is known without asking anybody: by the headers of a trusted proxy, then by the database file. */
  locate(client: Client): GeoLocation
  /** Has the address of a stored session looked up outside, if that is configured; returns at once. */
  locateLater(sessionId: string, client: Client): void
}

export interface ClientLocatorOptions {
  /** Path of a MaxMind-format file; null: none. */
  database: string | null
  /** Whose headers count, the first one that knows the country first. */
  proxies: readonly LocatingProxy[]
  /** Null: nobody outside is asked. */
  ipstack: IpstackOptions | null
}

/** Puts the sources together. @param database null: none is configured */
export function clientLocator(
  { proxies, ipstack }: ClientLocatorOptions,
  database: GeoDatabase | null,
  { store, log }: Omit<LaterLookupsOptions, 'lookup'>,
): ClientLocator & AsyncDisposable {
  const later = ipstack === null ? null : new LaterLookups({ lookup: ipstackLookup(ipstack), store, log })
  return {
    locate({ address, proxyHeaders }) {
      const stated = proxyHeaders ? locationInHeaders(proxyHeaders, proxies) : unknownLocation
      const found = database?.locate(address) ?? unknownLocation
      if (channels.geoLookup.hasSubscribers) {
        if (proxyHeaders) channels.geoLookup.publish({ source: 'headers', outcome: outcomeOf(stated) })
        if (database) channels.geoLookup.publish({ source: 'database', outcome: outcomeOf(found) })
      }
      return completedLocation(stated, found)
    },
    locateLater: (sessionId, { address }) => later?.add(sessionId, address),
    [Symbol.asyncDispose]: async () => await later?.[Symbol.asyncDispose](),
  }
}

const outcomeOf = ({ countryCode }: GeoLocation) => (countryCode === null ? 'unknown' : 'found')
