import { useMemo, useState } from 'react'
import type { Call } from '../../model/call.ts'
import { type CallView, readWindow, writeWindow } from '../../model/call-view.ts'
import type { Timeline } from '../../model/timeline/timeline.ts'
import { clampWindow, followEnd, isWhole, type TimeWindow } from '../../model/timeline/window.ts'
import type { ChangeView } from './change-view.ts'

/** The part of the call that everything on its time axis shows. */
export interface Zoom {
  /** Moment 0, ms since the epoch. */
  startedAt: number
  window: TimeWindow
  whole: TimeWindow
  /** @param isDone false while the hand still moves */
  setWindow: (window: TimeWindow, isDone: boolean) => void
  /** Whether the right edge stays at now. */
  isFollowing: boolean
  follow: (isOn: boolean) => void
}

/** The part of the call that is shown: the one of the address, or the one under the hand. */
export function useTimeWindow(call: Call, timeline: Timeline | undefined, { t }: CallView, onChange: ChangeView): Zoom {
  const [moving, setMoving] = useState<TimeWindow>()
  const [isFollowing, setFollowing] = useState(false)
  const [fromMs, toMs] = [timeline?.fromMs ?? 0, timeline?.toMs ?? 1000]
  const whole = useMemo(() => ({ from: fromMs, to: toMs }), [fromMs, toMs])
  const chosen = useMemo(() => {
    const wanted = readWindow(t)
    if (isFollowing) return followEnd(wanted, whole)
    return wanted ? clampWindow(wanted, whole) : whole
  }, [t, whole, isFollowing])
  const setWindow = (window: TimeWindow, isDone: boolean) => {
    setFollowing(false)
    setMoving(isDone ? undefined : window)
    if (isDone) onChange({ t: isWhole(window, whole) ? undefined : writeWindow(window) }, 'replace')
  }
  return {
    startedAt: timeline?.startedAt ?? call.startedAt ?? call.createdAt,
    window: moving ?? chosen,
    whole,
    setWindow,
    isFollowing: isFollowing && call.isOngoing,
    follow: isOn => {
      if (!isOn) setWindow(chosen, true)
      setFollowing(isOn)
    },
  }
}
