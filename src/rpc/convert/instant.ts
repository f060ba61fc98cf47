import { type Timestamp, timestampDate, timestampFromDate } from '@bufbuild/protobuf/wkt'

/** Absent for an instant that is not there. */
export const instant = (date: Date | null | undefined): Timestamp | undefined =>
  date ? timestampFromDate(date) : undefined

export const dateOf = (timestamp: Timestamp | undefined): Date | undefined =>
  timestamp ? timestampDate(timestamp) : undefined
