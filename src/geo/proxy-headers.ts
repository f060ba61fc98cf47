import { isUtf8 } from 'node:buffer'
import type { Client } from '../domain/call/client.ts'
import { type GeoLocation, geoLocation, type StatedLocation, unknownLocation } from '../domain/call/geo-location.ts'

/** Load balancers and content delivery networks that say in request headers where a client is. */
export const locatingProxies = ['cloudflare', 'cloudfront', 'appengine'] as const
export type LocatingProxy = (typeof locatingProxies)[number]

type Read = (name: string) => string | undefined

const readers: Record<LocatingProxy, (read: Read) => StatedLocation> = {
  /** Non-ASCII text is UTF-8. https://developers.cloudflare.com/rules/transform/managed-transforms/reference/ */
  cloudflare: read => ({
    countryCode: read('cf-ipcountry'),
    regionCode: read('cf-region-code'),
    city: utf8(read('cf-ipcity')),
    latitude: read('cf-iplatitude'),
    longitude: read('cf-iplongitude'),
  }),

  /** Non-ASCII text is percent-encoded. https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/adding-cloudfront-headers.html */
  cloudfront: read => ({
    countryCode: read('cloudfront-viewer-country'),
    regionCode: read('cloudfront-viewer-country-region'),
    city: percentDecoded(read('cloudfront-viewer-city')),
    latitude: read('cloudfront-viewer-latitude'),
    longitude: read('cloudfront-viewer-longitude'),
  }),

  /** https://cloud.google.com/appengine/docs/flexible/reference/request-headers */
  appengine: read => {
    // 0,0 stands for unknown.
    const [latitude, longitude] = read('x-appengine-citylatlong')?.split(',') ?? []
    const isKnown = Number(latitude) !== 0 || Number(longitude) !== 0
    return {
      countryCode: read('x-appengine-country'),
      regionCode: read('x-appengine-region'),
      city: utf8(read('x-appengine-city')),
      ...(isKnown ? { latitude, longitude } : {}),
    }
  },
}

/** Where the first of the proxies that knows it says that a client is. */
export function locationInHeaders(
  headers: NonNullable<Client['proxyHeaders']>,
  proxies: readonly LocatingProxy[],
): GeoLocation {
  const read: Read = name => {
    const value = headers[name]
    return typeof value === 'string' ? value : undefined
  }
  for (const proxy of proxies) {
    const location = geoLocation(readers[proxy](read))
    if (location.countryCode !== null) return location
  }
  return unknownLocation
}

/** Node reads the bytes of headers as Latin-1, which they are indeed when they are no UTF-8. */
function utf8(text: string | undefined): string | undefined {
  const bytes = Buffer.from(text ?? '', 'latin1')
  return isUtf8(bytes) ? bytes.toString('utf8') : text
}

function percentDecoded(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text)
  } catch {
    return undefined
  }
}
