import 'uplot/dist/uPlot.min.css'
import { useRef, useState } from 'react'
import type { ScoreSeries } from '../../model/score-series.ts'
import { nearestIndex } from '../../model/series/nearest-index.ts'
import type { TimeWindow } from '../../model/timeline/window.ts'
import { score } from '../../model/units.ts'
import { text } from '../../text/text.ts'
import { useChartColors } from '../timeline/colors.ts'
import { gutterOf } from '../timeline/geometry.ts'
import { useWidth } from '../timeline/use-width.ts'
import styles from './score-chart.module.css'
import { useScorePlot } from './use-score-plot.ts'

interface ScoreChartProps {
  series: ScoreSeries
  /** Whose quality, and from whom. */
  title: string
  /** Moment 0 of the window, ms since the epoch. */
  startedAt: number
  window: TimeWindow
  onWindow: (window: TimeWindow, isDone: boolean) => void
}

/** Audio and video score over time, below the timeline and on its axis. The values under the cursor stand at the left. */
export function ScoreChart({ series, title, startedAt, window, onWindow }: ScoreChartProps) {
  const frame = useRef<HTMLDivElement>(null)
  const plot = useRef<HTMLDivElement>(null)
  const width = useWidth(frame)
  const colors = useChartColors()
  const [at, setAt] = useState<number>()
  useScorePlot(plot, { series, startedAt, window, width, gutter: gutterOf(width), colors, onWindow, onCursor: setAt })
  const index = at === undefined ? undefined : nearestIndex(series.times, startedAt + at)
  return (
    <figure ref={frame} className={styles.frame}>
      <figcaption className={styles.title}>
        <bdi>{title}</bdi>
        <Value className={styles.audio} name={text.scores.audio} values={series.audio} index={index} />
        <Value className={styles.video} name={text.scores.video} values={series.video} index={index} />
      </figcaption>
      <div
        ref={plot}
        role="img"
        aria-label={text.scores.name(title, rangeOf(series.audio), rangeOf(series.video))}
        className={styles.plot}
      />
    </figure>
  )
}

interface ValueProps {
  className: string | undefined
  name: string
  values: readonly (number | null)[]
  index: number | undefined
}

function Value({ className, name, values, index }: ValueProps) {
  const value = index === undefined ? undefined : values[index]
  return (
    <span className={`${styles.value} ${className}`}>
      {name} {value === undefined || value === null ? text.scores.none : score(value)}
    </span>
  )
}

function rangeOf(values: readonly (number | null)[]): string {
  const known = values.filter(value => value !== null)
  if (known.length === 0) return text.scores.notScored
  return text.scores.range(score(Math.min(...known)), score(Math.max(...known)))
}
