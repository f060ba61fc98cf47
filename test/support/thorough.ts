/** Whether all combinations are tried, as `npm run torture` does, and not only some of each. */
export const isThorough = process.env['THOROUGH'] === '1'

/**
 * What a test tries of many alternatives that other tests of its kind try, too: some, the next ones for each next test, so
 * that together they try all; in a thorough run, all.
 * @param index of the test among its kind
 */
export function inTurn<T>(all: readonly T[], index: number, count = 1): readonly T[] {
  if (isThorough || count >= all.length) return all
  return Array.from({ length: count }, (_, offset) => all[(index * count + offset) % all.length] as T)
}

/** Numbers tests of a kind, for {@link inTurn}. */
export const numbered = <T extends readonly unknown[]>(tests: readonly T[]): [...T, number][] =>
  tests.map((test, index) => [...test, index])
