import { useState } from 'react'
import { Button } from '../../../design/button/button.tsx'
import { FailureNotice, Notice } from '../../../design/notice/notice.tsx'
import { Skeleton } from '../../../design/skeleton/skeleton.tsx'
import type { Call, Issue } from '../../../model/call.ts'
import type { CallView } from '../../../model/call-view.ts'
import type { Finding } from '../../../model/findings.ts'
import type { JudgedPerson } from '../../../model/quality-order.ts'
import { count } from '../../../model/units.ts'
import { failureOf } from '../../../rpc/failure.ts'
import { text } from '../../../text/text.ts'
import type { CallData } from '../use-call-data.ts'
import type { Zoom } from '../use-time-window.ts'
import { FindingItem } from './finding-item.tsx'
import styles from './findings-panel.module.css'

/** More than this are shown when asked for: thousands of them make the page slow. */
const MAX_SHOWN = 100

interface FindingsPanelProps {
  call: Call
  zoom: Zoom
  data: CallData
  /** Arranged, of the selected person. */
  findings: readonly Finding[]
  people: readonly JudgedPerson[]
  view: CallView
  onShow: (issue: Issue) => void
}

export function FindingsPanel({ call, zoom, data, findings, people, view, onShow }: FindingsPanelProps) {
  const { data: loaded, error, refetch } = data.issues
  const [areAllShown, setAllShown] = useState(false)
  if (error && !loaded) return <FailureNotice failure={failureOf(error)} onRetry={() => void refetch()} />
  if (!loaded) return <Skeleton rows={3} rowHeight={88} />
  if (loaded.length === 0) return <Notice title={text.findings.none}>{text.findings.noneHint}</Notice>
  if (findings.length === 0) return <Notice title={text.findings.noneForPerson} />
  const limit =
    areAllShown || findings.slice(MAX_SHOWN).some(({ issue }) => issue.id === view.finding) ? Infinity : MAX_SHOWN
  return (
    <>
      <ul className={styles.list}>
        {findings.slice(0, limit).map((finding, index) => (
          <FindingItem
            key={finding.issue.id}
            call={call}
            issues={loaded}
            zoom={zoom}
            finding={finding}
            connections={data.connections.data ?? []}
            people={people}
            isExplained={findings.findIndex(({ issue }) => issue.code === finding.issue.code) === index}
            isSelected={finding.issue.id === view.finding}
            onShow={onShow}
          />
        ))}
      </ul>
      {findings.length > limit && (
        <div className={styles.more}>
          <Button onClick={() => setAllShown(true)}>{text.findings.showAll(count(findings.length))}</Button>
        </div>
      )}
    </>
  )
}
