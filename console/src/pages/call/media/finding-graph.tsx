import { Skeleton } from '../../../design/skeleton/skeleton.tsx'
import type { Call, Issue } from '../../../model/call.ts'
import { graphOfIssue } from '../../../model/series/graphs.ts'
import { useSeries } from '../../../rpc/series.ts'
import type { Zoom } from '../use-time-window.ts'
import { Graph } from './graph.tsx'
import styles from './media-panel.module.css'

interface FindingGraphProps {
  call: Call
  issue: Issue
  issues: readonly Issue[]
  zoom: Zoom
}

/** The graph that measures what a finding is about, below it; nothing where none does. */
export function FindingGraph({ call, issue, issues, zoom }: FindingGraphProps) {
  const name = graphOfIssue(issue.code)
  if (!name || !issue.connectionId) return null
  return <Measured {...{ call, issue, issues, zoom, name }} connectionId={issue.connectionId} />
}

interface MeasuredProps extends FindingGraphProps {
  name: NonNullable<ReturnType<typeof graphOfIssue>>
  connectionId: string
}

function Measured({ call, issue, issues, zoom, name, connectionId }: MeasuredProps) {
  const { data: series } = useSeries(call.id, connectionId, call.isOngoing)
  if (series === undefined) return <Skeleton rowHeight={112} />
  if (series === null || series.ends.length === 0) return null
  return (
    <div className={styles.ofFinding}>
      <Graph name={name} series={series} issues={issues} selectedIssue={issue.id} zoom={zoom} />
    </div>
  )
}
