import { unwatchFile, watchFile } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { isIPv4, isIPv6 } from 'node:net'
import { LRUCache } from 'lru-cache'
import { type CityResponse, Reader } from 'mmdb-lib'
import type { Logger } from 'pino'
import { type GeoLocation, geoLocation, unknownLocation } from '../domain/call/geo-location.ts'

/** Period at which a newer file is looked for, ms. */
const WATCH_INTERVAL_MS = 2000

/** Records that are kept decoded; a city is one record for all its networks. */
const DECODED_RECORDS = 5000

/**
 * A MaxMind-format database file in memory: country or city, of any publisher that uses MaxMind's field names. A file
 * that replaces it is picked up within seconds; as long as that one is damaged, the old one stays in use.
 */
export class GeoDatabase implements Disposable {
  readonly #path: string
  readonly #log: Logger
  readonly #onChange = () => {
    this.#reloading = this.#reloading.then(() => this.#reload())
  }
  #reader: Reader<CityResponse>
  #reloading: Promise<void> = Promise.resolve()

  private constructor(path: string, reader: Reader<CityResponse>, log: Logger) {
    this.#path = path
    this.#reader = reader
    this.#log = log
    watchFile(path, { interval: WATCH_INTERVAL_MS, persistent: false }, this.#onChange)
  }

  /** @throws Error naming the file when it cannot be read or is no such database */
  static async open(path: string, log: Logger): Promise<GeoDatabase> {
    try {
      return new GeoDatabase(path, await load(path), log)
    } catch (error) {
      throw new Error(`GEOIP_DATABASE: ${path} cannot be used: ${(error as Error).message}`)
    }
  }

  /** Unknown for an address that is not in it. */
  locate(address: string): GeoLocation {
    // An IPv4-only file has no place for longer addresses.
    if (!(isIPv4(address) || (isIPv6(address) && this.#reader.metadata.ipVersion === 6))) return unknownLocation
    try {
      const record = this.#reader.get(address)
      return record ? recordLocation(record) : unknownLocation
    } catch (error) {
      this.#log.warn({ err: error, path: this.#path }, 'the GeoIP database is damaged')
      return unknownLocation
    }
  }

  [Symbol.dispose](): void {
    unwatchFile(this.#path, this.#onChange)
  }

  async #reload(): Promise<void> {
    try {
      this.#reader = await load(this.#path)
      this.#log.info({ path: this.#path, built: this.#reader.metadata.buildEpoch }, 'a new GeoIP database is in use')
    } catch (error) {
      const reason = (error as Error).message
      this.#log.warn({ path: this.#path, reason }, 'the new GeoIP database cannot be used; the old one stays')
    }
  }
}

/** The data section begins behind the search tree and 16 zero bytes. https://maxmind.github.io/MaxMind-DB/ */
const SEPARATOR = Buffer.alloc(16)

async function load(path: string): Promise<Reader<CityResponse>> {
  const file = await readFile(path)
  const reader = new Reader<CityResponse>(file, { cache: new LRUCache({ max: DECODED_RECORDS }) })
  const { searchTreeSize, binaryFormatMajorVersion: version } = reader.metadata
  const separator = file.subarray(searchTreeSize, searchTreeSize + SEPARATOR.length)
  if (version !== 2 || !separator.equals(SEPARATOR)) throw new Error('it is no MaxMind database, or a damaged one')
  return reader
}

/** Anycast and satellite networks have no country of their own, but one that they are registered in. */
const recordLocation = ({ country, registered_country, subdivisions, city, location }: CityResponse): GeoLocation =>
  geoLocation({
    countryCode: country?.iso_code ?? registered_country?.iso_code,
    regionCode: subdivisions?.[0]?.iso_code,
    city: city?.names?.en,
    latitude: location?.latitude,
    longitude: location?.longitude,
  })
