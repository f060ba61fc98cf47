import { useMemo } from 'react'
import { Skeleton } from '../../design/skeleton/skeleton.tsx'
import type { Call, Issue } from '../../model/call.ts'
import { nameConnections } from '../../model/connections/choose-connection.ts'
import type { JudgedPerson } from '../../model/quality-order.ts'
import { hasScores, worstScores } from '../../model/series/worst-scores.ts'
import { useSeriesOf } from '../../rpc/series.ts'
import { text } from '../../text/text.ts'
import { Graph } from './media/graph.tsx'
import type { CallData } from './use-call-data.ts'
import type { Zoom } from './use-time-window.ts'

interface ScoresProps {
  call: Call
  data: CallData
  /** The worst first. */
  people: readonly JudgedPerson[]
  who: string | undefined
  issues: readonly Issue[]
  selectedIssue: string | undefined
  zoom: Zoom
}

/** Graphs at once: those of the selected person, else of the people with the worst call. */
const MAX_GRAPHS = 2

/** Connections that are looked at for them: some only send, and have no scores. */
const MAX_CONNECTIONS = 4

/** How good audio and video were over time, by the series that findings and verdict rest upon. */
export function Scores({ call, data, people, who, issues, selectedIssue, zoom }: ScoresProps) {
  const connections = data.connections.data
  const named = useMemo(
    () => nameConnections(connections ?? [], people, who).slice(0, MAX_CONNECTIONS),
    [connections, people, who],
  )
  const ids = named.map(({ connection }) => connection.id)
  const { data: all, isLoading } = useSeriesOf(call.id, ids, call.isOngoing)
  const shown = useMemo(() => all?.filter(hasScores).map(worstScores).slice(0, MAX_GRAPHS) ?? [], [all])
  // A call that runs may have none yet: nothing is kept free for them.
  if (isLoading && !call.isOngoing) return <Skeleton rows={Math.min(MAX_GRAPHS, ids.length)} rowHeight={112} />
  return shown.map(series => {
    const ends = named.find(({ connection }) => connection.id === series.connectionId)
    return (
      <Graph
        key={series.connectionId}
        name="quality"
        title={text.scores.title(ends?.from ?? '', ends?.to ?? text.scores.unknownPeer)}
        series={series}
        issues={issues}
        selectedIssue={selectedIssue}
        zoom={zoom}
      />
    )
  })
}
