import { readFileSync } from 'node:fs'
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { isJsonObject, type JsonObject } from '../../domain/json.ts'

/** A stats report as a zstd frame of its JSON text. */
export interface PackedReport {
  report: Buffer
  /** Version of the dictionary that unpacks it. */
  dictionary: number
  /** Reports about single tracks inside; older APIs show each as an event of its own. */
  trackCount: number
}

/**
 * Text that getStats reports have in common, by version. A version is never changed and never removed: every report
 * ever stored needs the one it was packed with.
 */
const dictionaries: ReadonlyMap<number, Buffer> = new Map([
  [1, readFileSync(new URL('./dictionary-1.json', import.meta.url))],
])

const CURRENT_DICTIONARY = 1

/** Level 3 is zstd's own default: higher ones cost more CPU than the few bytes are worth on 10 KB of JSON. */
const LEVEL = 3

/** Packs the JSON text of a report: 9.6 KB become about 1.2 KB. */
export function packReport(jsonText: string, trackCount: number): PackedReport {
  const report = zstdCompressSync(jsonText, {
    dictionary: dictionaries.get(CURRENT_DICTIONARY) as Buffer,
    params: { [constants.ZSTD_c_compressionLevel]: LEVEL },
  })
  return { report, dictionary: CURRENT_DICTIONARY, trackCount }
}

/** The report that {@link packReport} packed. */
export function unpackReport(report: Uint8Array, dictionary: number): JsonObject {
  const dictionaryText = dictionaries.get(dictionary)
  if (!dictionaryText) throw new Error(`No stats dictionary of version ${dictionary}`)
  const value: unknown = JSON.parse(zstdDecompressSync(report, { dictionary: dictionaryText }).toString('utf8'))
  return isJsonObject(value) ? value : {}
}
