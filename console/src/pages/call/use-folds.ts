import { useCallback, useMemo, useState } from 'react'

/** Connections of a call that are shown without being asked for. */
const MAX_UNASKED = 12

/** Which rows of the timeline are unfolded. */
export interface Folds {
  isOpen: (key: string) => boolean
  toggle: (key: string) => void
  /** Ids of the connections whose tracks are shown. */
  openConnections: string[]
  areAllOpen: boolean
  /** Unfolds everybody, or folds everybody. */
  setAll: (isOpen: boolean) => void
}

/** People are unfolded while their connections are few, and the one that is selected; connections when asked for. */
export function useFolds(connectionCount: number, who: string | undefined): Folds {
  const [all, setAllChosen] = useState<boolean>()
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map())
  const areAllOpen = all ?? connectionCount <= MAX_UNASKED
  const isUnasked = useCallback(
    (key: string) => key.startsWith('person ') && (areAllOpen || key === `person ${who}`),
    [areAllOpen, who],
  )
  const isOpen = useCallback((key: string) => toggled.get(key) ?? isUnasked(key), [toggled, isUnasked])
  const toggle = useCallback(
    (key: string) => setToggled(before => new Map(before).set(key, !(before.get(key) ?? isUnasked(key)))),
    [isUnasked],
  )
  const openConnections = useMemo(
    () => [...toggled].flatMap(([key, open]) => (open && key.startsWith('connection ') ? [key.slice(11)] : [])),
    [toggled],
  )
  return {
    isOpen,
    toggle,
    openConnections,
    areAllOpen,
    setAll: open => {
      setAllChosen(open)
      setToggled(new Map([...toggled].filter(([key]) => !key.startsWith('person '))))
    },
  }
}
