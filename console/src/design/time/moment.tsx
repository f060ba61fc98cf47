import { moment, utc } from '../../model/dates.ts'

/** A moment in the reader's zone; in UTC on hover. */
export const Moment = ({ at, now }: { at: number; now: number }) => (
  <time dateTime={new Date(at).toISOString()} title={utc(at)}>
    {moment(at, now)}
  </time>
)
