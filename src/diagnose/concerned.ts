import type { Expectation } from './expectations.ts'
import type { Label } from './labels.ts'

/** Who suffers what a label says, of the people who reported: `both`, `alice`, or an end of `alice->bob`. */
export function sufferers({ who }: Label, { at }: Expectation, people: readonly string[]): string[] {
  const [sender = '', receiver] = who.split('->')
  if (who === 'both') return [...people]
  if (receiver === undefined || at === 'both') return people.filter(person => who.split('->').includes(person))
  return people.filter(person => person === (at === 'sender' ? sender : receiver))
}
