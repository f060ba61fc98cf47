import { type PointerEvent, useEffect, useRef } from 'react'
import { timeScale } from '../../model/timeline/layout.ts'
import type { Timeline } from '../../model/timeline/timeline.ts'
import { clampWindow, isWhole, type TimeWindow } from '../../model/timeline/window.ts'
import { prepareCanvas } from './canvas.ts'
import { type ChartColors, useChartColors } from './colors.ts'
import { gutterOf } from './geometry.ts'
import styles from './timeline.module.css'
import { useWidth } from './use-width.ts'

const HEIGHT = 24

interface OverviewStripProps {
  timeline: Timeline
  whole: TimeWindow
  window: TimeWindow
  onWindow: (window: TimeWindow, isDone: boolean) => void
}

/** The whole call in a strip: what went wrong, and which part is shown below. Drag moves that part. */
export function OverviewStrip({ timeline, whole, window, onWindow }: OverviewStripProps) {
  const frame = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const width = useWidth(frame)
  const colors = useChartColors()
  const gutter = gutterOf(width)
  useEffect(() => {
    const context = canvas.current && width > 0 ? prepareCanvas(canvas.current, width, HEIGHT) : undefined
    if (context) paintStrip(context, timeline, whole, window, width, gutter, colors)
  }, [timeline, whole, window, width, gutter, colors])
  const move = (event: PointerEvent, isDone: boolean) => {
    const at = timeScale(whole, gutter, width - gutter).toMs(
      event.clientX - event.currentTarget.getBoundingClientRect().left,
    )
    const half = (window.to - window.from) / 2
    onWindow(clampWindow({ from: at - half, to: at + half }, whole), isDone)
  }
  const canMove = !isWhole(window, whole)
  return (
    <div ref={frame} className={styles.strip} style={{ height: HEIGHT }} aria-hidden="true">
      <canvas
        ref={canvas}
        className={canMove ? styles.movable : ''}
        onPointerDown={event => canMove && event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={event => canMove && event.buttons === 1 && move(event, false)}
        onPointerUp={event => canMove && move(event, true)}
      />
    </div>
  )
}

function paintStrip(
  context: CanvasRenderingContext2D,
  { lanes }: Timeline,
  whole: TimeWindow,
  window: TimeWindow,
  width: number,
  gutter: number,
  colors: ChartColors,
): void {
  const { toX } = timeScale(whole, gutter, width - gutter)
  context.fillStyle = colors['span-presence']
  context.fillRect(gutter, HEIGHT / 2 - 1, width - gutter, 2)
  const spans = lanes.filter(({ kind }) => kind === 'findings').flatMap(lane => lane.spans)
  for (const { kind, from, to } of spans) {
    context.fillStyle = colors[kind === 'error' ? 'span-error' : 'span-warning']
    context.fillRect(toX(from), HEIGHT / 2 - 4, Math.max(toX(to) - toX(from), 2), 8)
  }
  for (const { kind, at } of lanes.filter(lane => lane.kind === 'findings').flatMap(lane => lane.marks)) {
    context.fillStyle = kind === 'error' ? colors.error : colors.warning
    context.fillRect(toX(at) - 1, HEIGHT / 2 - 6, 2, 12)
  }
  if (isWhole(window, whole)) return
  context.strokeStyle = colors.accent
  context.lineWidth = 1.5
  const [left, right] = [toX(window.from), toX(window.to)]
  context.strokeRect(left + 0.75, 2.75, Math.max(right - left - 1.5, 3), HEIGHT - 5.5)
}
