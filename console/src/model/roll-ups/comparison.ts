import { text } from '../../text/text.ts'
import { share } from '../units.ts'

/** A total beside that of the period before, in words; empty where there is nothing to compare with. */
export function comparison(now: number, before: number): string {
  if (before === 0) return now === 0 ? '' : text.overview.noneBefore
  const change = (now - before) / before
  if (Math.abs(change) < 0.005) return text.overview.asBefore
  return change > 0 ? text.overview.more(share(change)) : text.overview.fewer(share(-change))
}
