import { useEffect, useRef } from 'react'
import { useKeys } from '../../design/keys/use-keys.ts'
import type { Issue } from '../../model/call.ts'
import { type CallView, callTabs } from '../../model/call-view.ts'
import type { Finding } from '../../model/findings.ts'
import type { ChangeView } from './change-view.ts'

/**
 * Keys of the page: findings one after the other, tabs, and away with the selected person.
 * @param findings undefined while they load: what is asked of them then is done when they are there
 */
export function useCallKeys(
  view: CallView,
  findings: readonly Finding[] | undefined,
  show: (issue: Issue) => void,
  onChange: ChangeView,
): void {
  const wanted = useRef(0)
  const step = (by: number) => {
    wanted.current = findings ? 0 : by
    if (!findings) return
    const index = findings.findIndex(({ issue }) => issue.id === view.finding)
    const next = index < 0 ? (by > 0 ? 0 : findings.length - 1) : index + by
    const finding = findings[next]
    if (finding) show(finding.issue)
  }
  useEffect(() => {
    if (findings && wanted.current !== 0) step(wanted.current)
  })
  const tabKeys = callTabs.map((tab, index) => [
    String(index + 1),
    () => onChange({ tab: tab === 'findings' ? undefined : tab }),
  ])
  useKeys({
    ...Object.fromEntries(tabKeys),
    n: () => step(1),
    p: () => step(-1),
    Escape: () => view.who !== undefined && onChange({ who: undefined }),
  })
}
