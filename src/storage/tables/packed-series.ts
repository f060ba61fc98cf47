import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { Column, PairSpan, SeriesColumns } from '../../domain/series/series-block.ts'

/** Header before the numbers: everything else of some intervals. */
interface Header {
  ends: readonly number[]
  lengths: readonly number[]
  columns: { metric: Column['metric']; stream: string }[]
  tracks: [stream: string, trackIdentifier: string][]
}

const FLOAT_BYTES = 4

/**
 * Intervals as a zstd frame: the length of the header (32 bits), the header as JSON, and the values of one column after the
 * other as 32-bit floats, all little-endian. The pairs are stored beside it.
 */
export function packSeries({ ends, lengths, columns, tracks }: SeriesColumns): Buffer {
  const all = [...columns.values()]
  const header: Header = {
    ends,
    lengths,
    columns: all.map(({ metric, stream }) => ({ metric, stream })),
    tracks: [...tracks],
  }
  const text = Buffer.from(JSON.stringify(header))
  const packed = Buffer.alloc(FLOAT_BYTES + text.length + FLOAT_BYTES * all.length * ends.length)
  packed.writeUInt32LE(text.length)
  let place = FLOAT_BYTES + text.copy(packed, FLOAT_BYTES)
  for (const { values } of all) {
    for (let row = 0; row < ends.length; row++) place = packed.writeFloatLE(values[row] ?? Number.NaN, place)
  }
  return zstdCompressSync(packed)
}

/** The intervals that {@link packSeries} packed. */
export function unpackSeries(frame: Uint8Array, pairs: readonly PairSpan[]): SeriesColumns {
  const packed = zstdDecompressSync(frame)
  const begin = FLOAT_BYTES + packed.readUInt32LE()
  const { ends, lengths, columns, tracks } = JSON.parse(packed.toString('utf8', FLOAT_BYTES, begin)) as Header
  const valuesOf = (index: number) =>
    ends.map((_, row) => packed.readFloatLE(begin + FLOAT_BYTES * (index * ends.length + row)))
  const named = columns.map((column, index): [string, Column] => [
    `${column.metric} ${column.stream}`,
    { ...column, values: valuesOf(index) },
  ])
  return { ends, lengths, columns: new Map(named), tracks: new Map(tracks), pairs }
}
