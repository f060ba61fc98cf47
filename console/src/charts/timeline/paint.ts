import { zoneOffset } from '../../model/dates.ts'
import { axisTicks } from '../../model/timeline/axis.ts'
import { occurrencesOf, tickLabel } from '../../model/timeline/describe.ts'
import { groupMarks, type PlacedLane, type Scale, type TimelineLayout, timeScale } from '../../model/timeline/layout.ts'
import type { Mark, Span, SpanKind, Timeline } from '../../model/timeline/timeline.ts'
import type { TimeWindow } from '../../model/timeline/window.ts'
import { count } from '../../model/units.ts'
import type { ChartColors } from './colors.ts'
import { AXIS_HEIGHT, type ChartSize } from './geometry.ts'
import { paintDots, paintHatching, paintStripe } from './patterns.ts'

type Context = CanvasRenderingContext2D

export interface Picture {
  timeline: Timeline
  layout: TimelineLayout
  window: TimeWindow
  size: ChartSize
  /** px of the rows that are scrolled away. */
  scrollTop: number
  selectedIssue: string | undefined
  colors: ChartColors
}

const fills: Record<SpanKind, keyof ChartColors> = {
  presence: 'span-presence',
  hidden: 'text-faint',
  muted: 'text-faint',
  userMedia: 'accent',
  noReports: 'text-faint',
  connecting: 'span-connecting',
  connected: 'span-connected',
  disconnected: 'span-disconnected',
  failed: 'span-failed',
  negotiation: 'span-negotiation',
  error: 'span-error',
  warning: 'span-warning',
}

/** What is told by a pattern upon what lies below. */
const patterns: Partial<Record<SpanKind, typeof paintHatching>> = {
  hidden: paintHatching,
  noReports: paintDots,
  muted: paintStripe,
  userMedia: paintStripe,
  negotiation: paintStripe,
}

/** Room above and below, px. */
const insets: Partial<Record<SpanKind, number>> = { presence: 6 }

/** Paints the part of the timeline that is in view. */
export function paint(context: Context, picture: Picture): void {
  const { layout, window, size, scrollTop, colors } = picture
  const scale = timeScale(window, size.gutter, size.width - size.gutter)
  context.clearRect(0, 0, size.width, size.height)
  paintGrid(context, picture, scale)
  context.save()
  context.beginPath()
  context.rect(0, AXIS_HEIGHT, size.width, size.height - AXIS_HEIGHT)
  context.clip()
  context.translate(0, AXIS_HEIGHT - scrollTop)
  for (const placed of layout.lanes) {
    const isInView = placed.top + placed.height > scrollTop && placed.top < scrollTop + size.height
    if (isInView) paintLane(context, placed, picture, scale)
  }
  context.restore()
  context.fillStyle = colors.line
  context.fillRect(size.gutter - 1, 0, 1, size.height)
}

function paintGrid(context: Context, { timeline, window, size, colors }: Picture, scale: Scale): void {
  const { startedAt } = timeline
  const absolute = { from: startedAt + window.from, to: startedAt + window.to }
  const { stepMs, ticks } = axisTicks(absolute, size.width - size.gutter, {
    minDistance: size.width < 560 ? 64 : 88,
    offsetMs: zoneOffset(absolute.from),
  })
  context.font = `11px ${colors.font}`
  context.textBaseline = 'middle'
  for (const tick of ticks) {
    const x = Math.round(scale.toX(tick - startedAt)) + 0.5
    context.fillStyle = colors.line
    context.fillRect(x, AXIS_HEIGHT - 6, 1, size.height)
    context.fillStyle = colors['text-faint']
    const label = tickLabel(tick, stepMs)
    if (x + context.measureText(label).width + 4 < size.width) context.fillText(label, x + 4, AXIS_HEIGHT / 2)
  }
  context.fillStyle = colors.line
  context.fillRect(0, AXIS_HEIGHT - 1, size.width, 1)
}

function paintLane(context: Context, { lane, top, height }: PlacedLane, picture: Picture, scale: Scale): void {
  const { size, colors } = picture
  context.textBaseline = 'middle'
  context.save()
  context.beginPath()
  context.rect(size.gutter, top, size.width - size.gutter, height)
  context.clip()
  for (const span of lane.spans) paintSpan(context, span, top, height, picture, scale)
  for (const { x, marks } of groupMarks(lane.marks, scale)) paintMark(context, { x, marks, top, height }, colors)
  context.restore()
}

function paintSpan(context: Context, span: Span, top: number, height: number, picture: Picture, scale: Scale): void {
  const { size, colors, selectedIssue } = picture
  const left = Math.max(scale.toX(span.from), size.gutter - 4)
  const right = Math.min(scale.toX(span.to), size.width + 4)
  if (right < size.gutter || left > size.width) return
  const width = Math.max(right - left, 2)
  context.fillStyle = colors[fills[span.kind]]
  const pattern = patterns[span.kind]
  if (pattern) {
    pattern(context, { left, top, width, height })
    return
  }
  const inset = insets[span.kind] ?? 3
  context.beginPath()
  context.roundRect(left, top + inset, width, height - 2 * inset, 2)
  context.fill()
  if (span.issueId !== undefined && span.issueId === selectedIssue) {
    context.strokeStyle = colors.text
    context.lineWidth = 1.5
    context.stroke()
  }
  if (span.kind === 'presence' || width < 32) return
  context.font = `11px ${colors.font}`
  context.fillStyle = span.kind === 'failed' ? '#ffffff' : colors['span-text']
  const start = Math.max(left, size.gutter)
  context.fillText(
    fitted(context, span.label, Math.min(right, size.width) - start - 10),
    start + 6,
    top + height / 2 + 0.5,
  )
}

/** Custom events and the like are ticks with their name; issues about a moment are diamonds. */
function paintMark(
  context: Context,
  { x, marks, top, height }: { x: number; marks: readonly Mark[]; top: number; height: number },
  colors: ChartColors,
): void {
  const middle = top + height / 2
  const isIssue = marks.some(({ kind }) => kind === 'error' || kind === 'warning')
  if (isIssue) {
    context.fillStyle = marks.some(({ kind }) => kind === 'error') ? colors.error : colors.warning
    context.beginPath()
    context.moveTo(x, middle - 6)
    context.lineTo(x + 6, middle)
    context.lineTo(x, middle + 6)
    context.lineTo(x - 6, middle)
    context.fill()
  } else {
    context.fillStyle = colors.text
    context.fillRect(Math.round(x) - 1, top + 4, 2, height - 8)
  }
  const [first] = marks
  context.font = `11px ${colors.font}`
  context.fillStyle = colors.text
  const occurrences = occurrencesOf(marks)
  if (occurrences > 1) context.fillText(count(occurrences), x + 8, middle + 0.5)
  else if (first) context.fillText(first.label, x + (isIssue ? 9 : 5), middle + 0.5)
}

/** As much of a label as has room. */
function fitted(context: Context, label: string, room: number): string {
  if (room < 8) return ''
  if (context.measureText(label).width <= room) return label
  let length = Math.floor((label.length * room) / context.measureText(label).width)
  while (length > 0 && context.measureText(`${label.slice(0, length)}…`).width > room) length--
  return length > 1 ? `${label.slice(0, length)}…` : ''
}
