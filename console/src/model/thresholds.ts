import { issueWords } from './issue-words.ts'

/** A line that the analysis of calls draws. */
export interface Threshold {
  name: string
  unit: string
  defaultValue: number
  least: number
  most: number
  isWhole: boolean
  /** Titles of the findings that it is for; empty: all that last. */
  findings: string[]
}

/** Thresholds of the same findings, in the order of the first of each. */
export function groupThresholds(
  thresholds: readonly Threshold[],
  anyFinding: string,
): { title: string; thresholds: Threshold[] }[] {
  const groups = new Map<string, Threshold[]>()
  for (const threshold of thresholds) {
    const title = threshold.findings.length === 0 ? anyFinding : threshold.findings.join(', ')
    groups.set(title, [...(groups.get(title) ?? []), threshold])
  }
  return [...groups].map(([title, grouped]) => ({ title, thresholds: grouped }))
}

/** A name where its meaning is not known: "Round trip ms". */
export const thresholdWords = (name: string): string =>
  issueWords(name.replaceAll(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`))

/** Values as typed, by name; empty: the default holds. */
export type TypedValues = Readonly<Record<string, string>>

export const typedOf = (own: Readonly<Record<string, number>>): TypedValues =>
  Object.fromEntries(Object.entries(own).map(([name, value]) => [name, String(value)]))

/** The values that are to hold, those that are typed as they are by default among them. */
export const valuesOf = (typed: TypedValues): Record<string, number> =>
  Object.fromEntries(
    Object.entries(typed)
      .filter(([, value]) => value.trim() !== '')
      .map(([name, value]) => [name, Number(value)]),
  )

/** Whether other values are typed than those that hold. */
export function isChanged(own: Readonly<Record<string, number>>, typed: TypedValues): boolean {
  const values = valuesOf(typed)
  return [...Object.keys(own), ...Object.keys(values)].some(name => own[name] !== values[name])
}
