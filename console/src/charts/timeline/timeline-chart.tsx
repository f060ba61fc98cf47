import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { describeHit } from '../../model/timeline/describe.ts'
import { findHit, type Hit, layoutLanes, timeScale } from '../../model/timeline/layout.ts'
import type { Timeline } from '../../model/timeline/timeline.ts'
import type { TimeWindow } from '../../model/timeline/window.ts'
import { CursorLine } from '../cursor/cursor-line.tsx'
import { prepareCanvas } from './canvas.ts'
import { useChartColors } from './colors.ts'
import { DetailsPopover } from './details-popover.tsx'
import { AXIS_HEIGHT, gutterOf, MAX_CHART_HEIGHT } from './geometry.ts'
import { LaneLabels } from './lane-labels.tsx'
import { paint } from './paint.ts'
import styles from './timeline.module.css'
import { Tip } from './tip.tsx'
import { usePointer } from './use-pointer.ts'
import { useWidth } from './use-width.ts'

/** What stands in the details of a span or a mark. */
export type RenderDetails = (hit: Hit) => ReactNode

export interface TimelineChartProps {
  timeline: Timeline
  /** What it shows, in a sentence. */
  name: string
  whole: TimeWindow
  window: TimeWindow
  /** @param isDone false while the hand still moves */
  onWindow: (window: TimeWindow, isDone: boolean) => void
  selectedIssue: string | undefined
  onToggle: (key: string) => void
  details: RenderDetails
}

/** Rows of spans and marks on a time axis. The same content is in the list beside, for screen readers and keyboard. */
export function TimelineChart(props: TimelineChartProps) {
  const { timeline, name, whole, window, onWindow, selectedIssue, onToggle, details } = props
  const frame = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const width = useWidth(frame)
  const colors = useChartColors()
  const layout = useMemo(() => layoutLanes(timeline.lanes), [timeline.lanes])
  const [scrollTop, setScrollTop] = useState(0)
  const [picked, setPicked] = useState<{ hit: Hit; x: number; y: number }>()
  const gutter = gutterOf(width)
  const height = Math.min(AXIS_HEIGHT + layout.height + 8, MAX_CHART_HEIGHT)
  const hitAt = (x: number, y: number) =>
    y < AXIS_HEIGHT
      ? undefined
      : findHit(layout, timeScale(window, gutter, width - gutter), x, y - AXIS_HEIGHT + scrollTop)
  const { tip, brush, handlers } = usePointer({
    canvas,
    gutter,
    width,
    whole,
    window,
    onWindow,
    hitAt,
    onPick: setPicked,
  })
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
      <div className={styles.rows} style={{ height: AXIS_HEIGHT + layout.height + 8 }}>
        <canvas ref={canvas} className={styles.canvas} role="img" aria-label={name} {...handlers} />
        <LaneLabels layout={layout} gutter={gutter} scrollTop={scrollTop} height={height} onToggle={onToggle} />
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
        {tip && !picked && <Tip tip={tip} timeline={timeline} scrollTop={scrollTop} width={width} />}
        {picked && (
          <DetailsPopover
            key={`${picked.x} ${picked.y}`}
            title={describeHit(picked.hit, timeline).title}
            anchor={() => placeOf(canvas.current, picked)}
            onClose={() => setPicked(current => (current === picked ? undefined : current))}
          >
            {details(picked.hit)}
          </DetailsPopover>
        )}
      </div>
    </div>
  )
}

function placeOf(canvas: HTMLCanvasElement | null, { x, y }: { x: number; y: number }): DOMRect {
  const { left, top } = canvas?.getBoundingClientRect() ?? new DOMRect()
  return new DOMRect(left + x, top + y, 1, 8)
}
