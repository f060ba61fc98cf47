import { text } from '../text/text.ts'
import { counted } from './plural.ts'

/** So many are counted at most. */
const MAX_COUNTED = 10_000

/** How long a list is: "1,204 calls", "10,000 calls or more". */
export function totalText(total: number, noun: { one: string; other: string }): string {
  return total >= MAX_COUNTED ? text.calls.orMore(counted(total, noun)) : counted(total, noun)
}
