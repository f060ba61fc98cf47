import type { CallRow } from './call.ts'

export interface MergedRows {
  rows: CallRow[]
  /** How many of the newest rows are not among those shown. */
  newCount: number
}

/** Rows that are shown stay where they are and are brought up to date; new ones above them wait until they are asked for. */
export function mergeRows(shownIds: readonly string[], fresh: readonly CallRow[]): MergedRows {
  const byId = new Map(fresh.map(row => [row.call.id, row]))
  const isKnown = ({ call }: CallRow) => shownIds.includes(call.id)
  const firstKnown = fresh.findIndex(isKnown)
  const below = firstKnown < 0 ? [] : fresh.slice(fresh.findLastIndex(isKnown) + 1)
  return {
    rows: [...shownIds.flatMap(id => byId.get(id) ?? []), ...below],
    newCount: firstKnown < 0 ? fresh.length : firstKnown,
  }
}
