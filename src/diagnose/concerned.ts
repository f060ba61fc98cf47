import type { Expectation } from './expectations.ts'
import type { Label } from './labels.ts'

/** Reporting people who suffer what a label says: `both`, `alice`, or an end of `alice->bob`. */
export function sufferers({ who }: Label, { at }: Expectation, people: readonly string[]): string[] {
  const [sender = '', receiver] = who.split('->')
  if (who === 'both') return [...people]
  if (receiver === undefined || at === 'both') return people.filter(person => who.split('->').includes(person))
  return people.filter(person => person === (at === 'sender' ? sender : receiver))
}
