import { useMemo } from 'react'
import { SeriesChart } from '../../../charts/series-chart/series-chart.tsx'
import type { Issue } from '../../../model/call.ts'
import type { GraphName } from '../../../model/series/graphs.ts'
import type { ConnectionSeries } from '../../../model/series/series.ts'
import { shadesOf } from '../../../model/series/shades.ts'
import type { Zoom } from '../use-time-window.ts'

interface GraphProps {
  name: GraphName
  /** Below the timeline, whose rows have their names at the left: then so has the graph. */
  title?: string
  series: ConnectionSeries
  issues: readonly Issue[]
  selectedIssue: string | undefined
  zoom: Zoom
}

/** A graph with the findings that it measures shaded. */
export function Graph({ name, title, series, issues, selectedIssue, zoom }: GraphProps) {
  const { startedAt, whole, window, setWindow } = zoom
  const shades = useMemo(
    () =>
      shadesOf(issues, series.connectionId, name, {
        startedAt,
        endedAt: startedAt + whole.to,
        selected: selectedIssue,
      }),
    [issues, series, name, startedAt, whole.to, selectedIssue],
  )
  return (
    <SeriesChart
      graph={name}
      title={title}
      series={series}
      startedAt={startedAt}
      window={window}
      shades={shades}
      onWindow={setWindow}
    />
  )
}
