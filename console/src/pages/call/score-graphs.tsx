import { useEffect } from 'react'
import type { Issue } from '../../model/call.ts'
import { Graph } from './media/graph.tsx'
import type { Scores } from './use-scores.ts'
import type { Zoom } from './use-time-window.ts'

interface ScoreGraphsProps {
  scores: Scores
  issues: readonly Issue[]
  selectedIssue: string | undefined
  zoom: Zoom
  /** Called once the graphs are there, or it is known that there are none. */
  onReady: () => void
}

/** How good audio and video were over time. */
export function ScoreGraphs({ scores: { graphs, isReady }, issues, selectedIssue, zoom, onReady }: ScoreGraphsProps) {
  useEffect(() => {
    if (isReady) onReady()
  }, [isReady, onReady])
  return graphs.map(({ title, series }) => (
    <Graph
      key={series.connectionId}
      name="quality"
      title={title}
      series={series}
      issues={issues}
      selectedIssue={selectedIssue}
      zoom={zoom}
    />
  ))
}
