import { useState } from 'react'
import type { CallRow } from '../../model/call.ts'
import { type MergedRows, mergeRows } from '../../model/merge-rows.ts'

interface SteadyRows extends Partial<MergedRows> {
  newCount: number
  showNew: () => void
}

/**
 * Rows that do not move while somebody reads them.
 * @param view what is asked for; another view begins anew
 * @param isOld whether the rows are still those of the view before
 */
export function useSteadyRows(fresh: CallRow[] | undefined, isOld: boolean, view: string): SteadyRows {
  const [shown, setShown] = useState<{ view: string; ids: string[] }>()
  const show = () => fresh && setShown({ view, ids: fresh.map(({ call }) => call.id) })
  if (!fresh) return { newCount: 0, showNew: show }
  if (isOld) return { rows: fresh, newCount: 0, showNew: show }
  if (shown?.view !== view || (shown.ids.length === 0 && fresh.length > 0)) {
    show()
    return { rows: fresh, newCount: 0, showNew: show }
  }
  return { ...mergeRows(shown.ids, fresh), showNew: show }
}
