import { constants } from 'node:zlib'
import { ZstdCompress, ZstdDecompress } from 'minizlib'

/*
 * Setting up a zstd context and loading its dictionary takes three times as long as packing or unpacking a report with
 * it, and node:zlib's synchronous functions do so every time: these keep theirs.
 */

/** Turns bytes into a frame of their own, or a frame back into its bytes. */
export type Codec = (bytes: Uint8Array) => Buffer

/** Room for what comes of one report, so that it comes in one piece. */
const CHUNK_BYTES = 32 * 1024

/** Effort of a compressor: parameters of zstd. */
export interface Effort {
  level: number
  /** `ZSTD_c_strategy`; the level's own without it. */
  strategy?: number
  /** Shortest repetition that is looked for, in bytes. */
  minMatch: number
}

export function frameCompressor(dictionary: Buffer, { level, strategy, minMatch }: Effort): Codec {
  const options = {
    dictionary,
    chunkSize: CHUNK_BYTES,
    // Every write ends its frame.
    flush: constants.ZSTD_e_end,
    params: {
      [constants.ZSTD_c_compressionLevel]: level,
      ...(strategy === undefined ? {} : { [constants.ZSTD_c_strategy]: strategy }),
      [constants.ZSTD_c_minMatch]: minMatch,
      // The row says which dictionary it needs.
      [constants.ZSTD_c_dictIDFlag]: 0,
    },
  }
  return recode(new ZstdCompress(options))
}

/** After a frame that was broken it must not be used any more: the context still waits for the rest. */
export function frameDecompressor(dictionary: Buffer): Codec {
  const options = { dictionary, chunkSize: CHUNK_BYTES, flush: constants.ZSTD_e_continue }
  return recode(new ZstdDecompress(options))
}

function recode(stream: ZstdCompress | ZstdDecompress): Codec {
  const parts: Buffer[] = []
  stream.on('data', (part: Buffer) => parts.push(part))
  return bytes => {
    stream.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    const made = parts.splice(0)
    return made.length === 1 ? (made[0] as Buffer) : Buffer.concat(made)
  }
}
