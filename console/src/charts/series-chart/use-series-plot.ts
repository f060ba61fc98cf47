import { type RefObject, useEffect, useRef } from 'react'
import UPlot from 'uplot'
import { type GraphName, graphKinds, type Line } from '../../model/series/graphs.ts'
import { lonePlaces, type PlotData } from '../../model/series/plot-data.ts'
import type { Shade } from '../../model/series/shades.ts'
import type { TimeWindow } from '../../model/timeline/window.ts'
import { axisValue } from '../../model/units.ts'
import { type Cursor, useCursor } from '../cursor/cursor.ts'
import { drawBounds } from '../plot/draw-bounds.ts'
import { takeSelection } from '../plot/take-selection.ts'
import type { ChartColors } from '../timeline/colors.ts'
import { drawShades } from './draw-shades.ts'

/** px */
const HEIGHT = 112

/** Diameter of a value that no line leads to, px. */
const LONE_VALUE = 4

export interface SeriesPlotOptions {
  graph: GraphName
  lines: readonly Line[]
  data: PlotData
  shades: readonly Shade[]
  window: TimeWindow
  width: number
  gutter: number
  colors: ChartColors
  onWindow: (window: TimeWindow, isDone: boolean) => void
}

/** Keeps a uPlot in an element. Anew when its data, size or colours change; a zoom moves the one that is there. */
export function useSeriesPlot(element: RefObject<HTMLElement | null>, options: SeriesPlotOptions): void {
  const { graph, lines, data, shades, window, width, gutter, colors } = options
  const plot = useRef<UPlot>(undefined)
  const cursor = useCursor()
  const current = useRef(options)
  current.current = options
  useEffect(() => {
    if (!element.current || width === 0 || lines.length === 0) return
    const made = new UPlot(
      plotOptions(current, { graph, lines, data, width, gutter, colors }, cursor),
      [data.times, ...data.values],
      element.current,
    )
    plot.current = made
    return () => {
      plot.current = undefined
      made.destroy()
    }
  }, [element, graph, lines, data, width, gutter, colors, cursor])
  useEffect(() => plot.current?.setScale('x', { min: window.from, max: window.to }), [window])
  // biome-ignore lint/correctness/useExhaustiveDependencies: other shades are painted anew
  useEffect(() => plot.current?.redraw(false), [shades])
  useEffect(() => cursor.subscribe(() => follow(plot.current, cursor)), [cursor])
}

/** Shows the moment that another chart is pointed at. */
function follow(plot: UPlot | undefined, cursor: Cursor): void {
  if (!plot || plot.root.matches(':hover')) return
  const at = cursor.get()
  const left = at === undefined ? -10 : plot.valToPos(at, 'x')
  plot.setCursor({ left, top: at === undefined ? -10 : 0 }, false)
}

type Fixed = Pick<SeriesPlotOptions, 'graph' | 'lines' | 'data' | 'width' | 'gutter' | 'colors'>

function plotOptions(
  current: RefObject<SeriesPlotOptions>,
  { graph, lines, data, width, gutter, colors }: Fixed,
  cursor: Cursor,
): UPlot.Options {
  const { unit, range, isStepped } = graphKinds[graph]
  const { window } = current.current
  return {
    width,
    height: HEIGHT,
    padding: [10, 0, 10, 0],
    legend: { show: false },
    cursor: { y: false, points: { size: 5 }, drag: { x: true, y: false, setScale: false } },
    scales: {
      x: { time: false, auto: false, min: window.from, max: window.to },
      y: { range: range ? [range[0], range[1]] : (_plot, _least, most) => [0, most > 0 ? most * 1.1 : 1] },
    },
    axes: [
      { show: false },
      {
        size: gutter,
        space: 28,
        stroke: colors['text-faint'],
        font: `11px ${colors.font}`,
        grid: { stroke: colors.line, width: 1 },
        ticks: { show: false },
        values: (_plot, splits) => splits.map(value => axisValue(value, unit)),
      },
    ],
    series: [
      {},
      ...lines.map((line, index): UPlot.Series => {
        const stroke = colors[`series-${line.color}`]
        const lone = lonePlaces(data.values[index] ?? [])
        return {
          stroke,
          width: line.isThin ? 1 : 1.5,
          points: { show: false, filter: () => lone, size: LONE_VALUE, width: 0, fill: stroke },
          ...(line.isDashed ? { dash: [6, 3] } : {}),
          ...(isStepped && UPlot.paths.stepped ? { paths: UPlot.paths.stepped({ align: -1 }) } : {}),
        }
      }),
    ],
    hooks: {
      drawClear: [plot => drawShades(plot, current.current.shades, colors)],
      drawAxes: [plot => drawBounds(plot, graphKinds[graph].bounds ?? [], colors)],
      setCursor: [plot => tell(plot, cursor)],
      setSelect: [plot => takeSelection(plot, current.current.onWindow)],
    },
  }
}

/** Only of the chart under the pointer: those that follow it would tell it again. */
function tell(plot: UPlot, cursor: Cursor): void {
  const { left } = plot.cursor
  if (plot.root.matches(':hover')) cursor.set(left === undefined || left < 0 ? undefined : plot.posToVal(left, 'x'))
}
