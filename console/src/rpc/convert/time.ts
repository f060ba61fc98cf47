import type { Duration, Timestamp } from '@bufbuild/protobuf/wkt'

/** ms since the epoch. */
export const toMs = ({ seconds, nanos }: Timestamp): number => Number(seconds) * 1000 + nanos / 1e6

export const optionalMs = (time: Timestamp | undefined): number | undefined => (time ? toMs(time) : undefined)

export const durationMs = (length: Duration | undefined): number =>
  length ? Number(length.seconds) * 1000 + length.nanos / 1e6 : 0

/** As a request takes it. */
export const toTimestamp = (ms: number): { seconds: bigint; nanos: number } => ({
  seconds: BigInt(Math.floor(ms / 1000)),
  nanos: Math.round((ms % 1000) * 1e6),
})

export const toDuration = (seconds: number): { seconds: bigint } => ({ seconds: BigInt(seconds) })
