import { constants } from 'node:zlib'
import { ZstdCompress } from 'minizlib'

/** Room for what comes of one report, so that it comes in one piece. */
const CHUNK_BYTES = 16 * 1024

/** Bytes to a zstd frame of their own. */
export type Compress = (bytes: Buffer) => Buffer

/**
 * A compressor that keeps its context: setting one up and loading the dictionary takes three times as long as compressing
 * a report with it, and `zstdCompressSync` does so every time.
 */
export function reportCompressor(dictionary: Buffer, level: number): Compress {
  const parts: Buffer[] = []
  const options = {
    dictionary,
    chunkSize: CHUNK_BYTES,
    // Every write ends its frame.
    flush: constants.ZSTD_e_end,
    params: {
      [constants.ZSTD_c_compressionLevel]: level,
      // The row says which dictionary it needs.
      [constants.ZSTD_c_dictIDFlag]: 0,
    },
  }
  const stream = new ZstdCompress(options)
  stream.on('data', (part: Buffer) => parts.push(part))
  return bytes => {
    stream.write(bytes)
    const frame = parts.splice(0)
    return frame.length === 1 ? (frame[0] as Buffer) : Buffer.concat(frame)
  }
}
