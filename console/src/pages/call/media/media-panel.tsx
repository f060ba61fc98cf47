import { type ReactNode, useState } from 'react'
import { Button } from '../../../design/button/button.tsx'
import { FailureNotice, Notice } from '../../../design/notice/notice.tsx'
import { Skeleton } from '../../../design/skeleton/skeleton.tsx'
import type { Call, Issue } from '../../../model/call.ts'
import type { NamedConnection } from '../../../model/connections/choose-connection.ts'
import { graphNames, minorGraphs } from '../../../model/series/graphs.ts'
import { failureOf } from '../../../rpc/failure.ts'
import { useSeries } from '../../../rpc/series.ts'
import { text } from '../../../text/text.ts'
import type { Zoom } from '../use-time-window.ts'
import { Graph } from './graph.tsx'
import styles from './media-panel.module.css'

interface MediaPanelProps {
  call: Call
  chosen: NamedConnection
  /** The choice of another connection. */
  select: ReactNode
  issues: readonly Issue[]
  selectedIssue: string | undefined
  zoom: Zoom
}

/** All graphs of a connection, on the axis of the timeline. */
export function MediaPanel({ call, chosen, select, issues, selectedIssue, zoom }: MediaPanelProps) {
  const { data: series, error, refetch } = useSeries(call.id, chosen.connection.id, call.isOngoing)
  const [isAll, setAll] = useState(false)
  const shown = graphNames.filter(name => isAll || !minorGraphs.includes(name))
  return (
    <div className={styles.panel}>
      <div className={styles.tools}>
        {select}
        <p className={styles.note}>{text.media.looks}</p>
        <Button look="quiet" aria-pressed={isAll} onClick={() => setAll(!isAll)}>
          {isAll ? text.media.fewer : text.media.more}
        </Button>
      </div>
      {error && !series ? (
        <FailureNotice failure={failureOf(error)} onRetry={() => void refetch()} />
      ) : series === undefined ? (
        <Skeleton rows={6} rowHeight={112} />
      ) : series === null || series.ends.length === 0 ? (
        <Notice title={text.media.none}>{text.media.noneHint}</Notice>
      ) : (
        shown.map(name => (
          <Graph key={name} name={name} series={series} issues={issues} selectedIssue={selectedIssue} zoom={zoom} />
        ))
      )}
    </div>
  )
}
