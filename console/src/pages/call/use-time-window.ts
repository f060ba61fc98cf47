import { useMemo, useState } from 'react'
import { type CallView, readWindow, writeWindow } from '../../model/call-view.ts'
import type { Timeline } from '../../model/timeline/timeline.ts'
import { clampWindow, isWhole, type TimeWindow } from '../../model/timeline/window.ts'
import type { ChangeView } from './call-page.tsx'

/** The part of the call that everything on its time axis shows. */
export interface Zoom {
  /** Moment 0, ms since the epoch. */
  startedAt: number
  window: TimeWindow
  whole: TimeWindow
  /** @param isDone false while the hand still moves */
  setWindow: (window: TimeWindow, isDone: boolean) => void
}

/** The part of the call that is shown: the one of the address, or the one under the hand. */
export function useTimeWindow(timeline: Timeline | undefined, { t }: CallView, onChange: ChangeView): Zoom {
  const [moving, setMoving] = useState<TimeWindow>()
  const durationMs = timeline?.durationMs ?? 1000
  const whole = useMemo(() => ({ from: 0, to: durationMs }), [durationMs])
  const chosen = useMemo(() => {
    const wanted = readWindow(t)
    return wanted ? clampWindow(wanted, whole) : whole
  }, [t, whole])
  const setWindow = (window: TimeWindow, isDone: boolean) => {
    setMoving(isDone ? undefined : window)
    if (isDone) onChange({ t: isWhole(window, whole) ? undefined : writeWindow(window) }, 'replace')
  }
  return { startedAt: timeline?.startedAt ?? 0, window: moving ?? chosen, whole, setWindow }
}
