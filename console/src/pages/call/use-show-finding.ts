import type { Issue } from '../../model/call.ts'
import { writeWindow } from '../../model/call-view.ts'
import { beginOf } from '../../model/findings.ts'
import type { Timeline } from '../../model/timeline/timeline.ts'
import { isWhole, windowAround } from '../../model/timeline/window.ts'
import type { ChangeView } from './change-view.ts'

/** Selects an issue and zooms to the time that it lasted. */
export function useShowFinding(timeline: Timeline | undefined, onChange: ChangeView): (issue: Issue) => void {
  return issue => {
    if (!timeline) return onChange({ finding: issue.id, tab: undefined })
    const { startedAt, fromMs, toMs } = timeline
    const from = beginOf(issue) - startedAt
    const to = issue.from === undefined ? from : issue.to === undefined ? toMs : issue.to - startedAt
    const whole = { from: fromMs, to: toMs }
    const window = windowAround(from, to, whole)
    onChange({ finding: issue.id, tab: undefined, t: isWhole(window, whole) ? undefined : writeWindow(window) })
  }
}
