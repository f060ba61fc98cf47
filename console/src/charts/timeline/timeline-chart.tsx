import { useEffect, useMemo, useRef, useState } from 'react'
import { describeHit } from '../../model/timeline/describe.ts'
import { findHit, type Hit, layoutLanes, timeScale } from '../../model/timeline/layout.ts'
import type { Timeline } from '../../model/timeline/timeline.ts'
import type { TimeWindow } from '../../model/timeline/window.ts'
import { CursorLine } from '../cursor/cursor-line.tsx'
import { prepareCanvas } from './canvas.ts'
import { useChartColors } from './colors.ts'
import { AXIS_HEIGHT, gutterOf, MAX_CHART_HEIGHT } from './geometry.ts'
import { paint } from './paint.ts'
import styles from './timeline.module.css'
import { usePointer } from './use-pointer.ts'
import { useWidth } from './use-width.ts'

export interface TimelineChartProps {
  timeline: Timeline
  /** What it shows, in a sentence. */
  name: string
  whole: TimeWindow
  window: TimeWindow
  /** @param isDone false while the hand still moves */
  onWindow: (window: TimeWindow, isDone: boolean) => void
  selectedIssue: string | undefined
  onPick: (hit: Hit) => void
}

/** Rows of spans and marks on a time axis. The same content is in the table beside, for screen readers and keyboard. */
export function TimelineChart({ timeline, name, whole, window, onWindow, selectedIssue, onPick }: TimelineChartProps) {
  const frame = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const width = useWidth(frame)
  const colors = useChartColors()
  const layout = useMemo(() => layoutLanes(timeline.lanes), [timeline.lanes])
  const [scrollTop, setScrollTop] = useState(0)
  const gutter = gutterOf(width)
  const height = Math.min(AXIS_HEIGHT + layout.height + 8, MAX_CHART_HEIGHT)
  const hitAt = (x: number, y: number) =>
    findHit(layout, timeScale(window, gutter, width - gutter), x, y - AXIS_HEIGHT + scrollTop)
  const { tip, brush, handlers } = usePointer({ canvas, gutter, width, whole, window, onWindow, hitAt, onPick })
  useEffect(() => {
    if (!canvas.current || width === 0) return
    const context = prepareCanvas(canvas.current, width, height)
    const size = { width, height, gutter }
    if (context) paint(context, { timeline, layout, window, size, scrollTop, selectedIssue, colors })
  }, [timeline, layout, window, width, height, gutter, scrollTop, selectedIssue, colors])
  return (
    <div
      ref={frame}
      className={styles.frame}
      style={{ height }}
      onScroll={event => setScrollTop(event.currentTarget.scrollTop)}
    >
      <div style={{ height: AXIS_HEIGHT + layout.height + 8 }}>
        <canvas ref={canvas} className={styles.canvas} role="img" aria-label={name} {...handlers} />
        {brush && (
          <div className={styles.brush} style={{ left: brush.left, width: brush.width, height, top: scrollTop }} />
        )}
        <CursorLine
          scale={timeScale(window, gutter, width - gutter)}
          left={gutter}
          right={width}
          top={scrollTop}
          height={height}
        />
        {tip && <Tip tip={tip} timeline={timeline} scrollTop={scrollTop} width={width} />}
      </div>
    </div>
  )
}

interface TipProps {
  tip: { hit: Hit; x: number; y: number }
  timeline: Timeline
  scrollTop: number
  width: number
}

const TIP_WIDTH = 260

function Tip({ tip: { hit, x, y }, timeline, scrollTop, width }: TipProps) {
  const { title, detail } = describeHit(hit, timeline)
  const left = Math.max(0, Math.min(x + 12, width - TIP_WIDTH))
  return (
    <div className={styles.tip} style={{ left, top: scrollTop + y + 16, maxWidth: TIP_WIDTH }}>
      <div className={styles.tipTitle}>{title}</div>
      <div className={styles.tipDetail}>{detail}</div>
    </div>
  )
}
