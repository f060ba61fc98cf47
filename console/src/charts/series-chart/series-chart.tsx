import 'uplot/dist/uPlot.min.css'
import { useMemo, useRef } from 'react'
import { type GraphName, graphKinds, type Line, linesOf } from '../../model/series/graphs.ts'
import { nearestIndex } from '../../model/series/nearest-index.ts'
import { plotData, rangeOf } from '../../model/series/plot-data.ts'
import type { ConnectionSeries } from '../../model/series/series.ts'
import type { Shade } from '../../model/series/shades.ts'
import type { TimeWindow } from '../../model/timeline/window.ts'
import { measured } from '../../model/units.ts'
import { text } from '../../text/text.ts'
import { useCursorTime } from '../cursor/cursor.ts'
import { useChartColors } from '../timeline/colors.ts'
import { gutterOf } from '../timeline/geometry.ts'
import { useWidth } from '../timeline/use-width.ts'
import styles from './series-chart.module.css'
import { useSeriesPlot } from './use-series-plot.ts'

interface SeriesChartProps {
  graph: GraphName
  /** Another one than that of the graph: the legend then stands in the gutter, as names of a timeline's rows do. */
  title?: string | undefined
  series: ConnectionSeries
  /** Moment 0 of the window, ms since the epoch. */
  startedAt: number
  window: TimeWindow
  shades: readonly Shade[]
  onWindow: (window: TimeWindow, isDone: boolean) => void
}

/** One measure of a connection over time, on the axis of the timeline. Values stand in a legend, where they cover nothing. */
export function SeriesChart(props: SeriesChartProps) {
  const { graph, series, startedAt, window, shades, onWindow } = props
  const frame = useRef<HTMLDivElement>(null)
  const plot = useRef<HTMLDivElement>(null)
  const width = useWidth(frame)
  const colors = useChartColors()
  const lines = useMemo(() => linesOf(series, graph), [series, graph])
  const data = useMemo(() => plotData(series, lines, startedAt), [series, lines, startedAt])
  useSeriesPlot(plot, { graph, lines, data, shades, window, width, gutter: gutterOf(width), colors, onWindow })
  if (lines.length === 0) return null
  const title = props.title ?? text.media.graphs[graph]
  return (
    <figure className={props.title === undefined ? styles.figure : styles.inGutter}>
      <figcaption className={styles.legend}>
        <bdi className={styles.title}>{title}</bdi>
        {lines.map((line, index) => (
          <LegendRow key={line.key} line={line} values={data.values[index] ?? []} times={data.times} graph={graph} />
        ))}
      </figcaption>
      <div ref={frame} className={styles.frame}>
        <div ref={plot} role="img" aria-label={sentence(title, lines, graph)} className={styles.plot} />
      </div>
    </figure>
  )
}

interface LegendRowProps {
  line: Line
  values: readonly (number | null)[]
  times: readonly number[]
  graph: GraphName
}

/** The value under the pointer; without one, least and most. */
function LegendRow({ line, values, times, graph }: LegendRowProps) {
  const at = useCursorTime()
  const { unit } = graphKinds[graph]
  const range = useMemo(() => rangeOf(values), [values])
  const index = at === undefined ? undefined : nearestIndex(times, at)
  const value = index === undefined ? undefined : values[index]
  return (
    <span className={styles.row}>
      <span className={`${styles.swatch} ${styles[line.color]} ${line.isDashed ? styles.dashed : ''}`} />
      <span className={styles.label}>{line.label}</span>
      <span className={styles.value}>
        {at === undefined
          ? range && text.media.range(measured(range[0], unit), measured(range[1], unit))
          : value === undefined || value === null
            ? '–'
            : measured(value, unit)}
      </span>
    </span>
  )
}

/** What the graph shows, for those who do not see it. */
function sentence(title: string, lines: readonly Line[], graph: GraphName): string {
  const { unit } = graphKinds[graph]
  const parts = lines.map(({ label, values }) => {
    const range = rangeOf(values)
    return range ? `${label} ${text.media.range(measured(range[0], unit), measured(range[1], unit))}` : label
  })
  return `${title}. ${parts.join('; ')}.`
}
