import { readFileSync } from 'node:fs'
import { constants } from 'node:zlib'
import { isJsonObject, type JsonObject } from '../../domain/values/json.ts'
import { isPressedForTime } from './pressed-for-time.ts'
import { type Codec, type Effort, frameCompressor, frameDecompressor } from './zstd-frames.ts'

/** A stats report as a zstd frame of its JSON text. */
export interface PackedReport {
  report: Buffer
  /** Version of the dictionary that unpacks it. */
  dictionary: number
  /** Reports about single tracks inside; older APIs show each as an event of its own. */
  trackCount: number
}

const dictionaryFile = (name: string): Buffer => readFileSync(new URL(`./${name}`, import.meta.url))

/**
 * Dictionaries of what getStats reports have in common, by version. A version is never changed and never removed: every report ever
 * stored needs the one it was packed with.
 *
 * 1: text of a report. 2: trained on 588 reports of 17 calls between Chromium browsers (`zstd --train-cover=k=1000,d=8
 * --maxdict=8192`): a quarter fewer bytes for reports of other calls. Larger ones were no better.
 */
const dictionaries: ReadonlyMap<number, Buffer> = new Map([
  [1, dictionaryFile('dictionary-1.json')],
  [2, dictionaryFile('dictionary-2.zdict')],
])

const CURRENT_DICTIONARY = 2

const compressor = (effort: Effort) => frameCompressor(dictionaries.get(CURRENT_DICTIONARY) as Buffer, effort)

/**
 * A process with time to spare packs tightly, for the years that a report is kept; one that is pressed packs
 * quickly. Of the recorded 9.6 KB reports: 1,210 bytes in 37 µs, and 1,393 bytes in 14 µs.
 */
const tightly = compressor({ level: 4, strategy: constants.ZSTD_lazy2, minMatch: 6 })
const quickly = compressor({ level: 3, minMatch: 6 })

/** Decompressors of reports, by the version of the dictionary. */
const decompressors = new Map<number, Codec>()

function decompressor(version: number): Codec {
  const known = decompressors.get(version)
  if (known) return known
  const dictionary = dictionaries.get(version)
  if (!dictionary) throw new Error(`No stats dictionary of version ${version}`)
  const made = frameDecompressor(dictionary)
  decompressors.set(version, made)
  return made
}

/** Packs the JSON text of a report, as UTF-8. @param inHurry whether it is to be packed quickly rather than tightly */
export const packReport = (json: Buffer, trackCount: number, inHurry = isPressedForTime()): PackedReport => ({
  report: inHurry ? quickly(json) : tightly(json),
  dictionary: CURRENT_DICTIONARY,
  trackCount,
})

/** The report that {@link packReport} packed. @throws Error when it is damaged */
export function unpackReport(report: Uint8Array, dictionary: number): JsonObject {
  const decompress = decompressor(dictionary)
  try {
    const value: unknown = JSON.parse(decompress(report).toString('utf8'))
    return isJsonObject(value) ? value : {}
  } catch (error) {
    decompressors.delete(dictionary)
    throw error
  }
}
