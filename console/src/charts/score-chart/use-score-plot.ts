import { type RefObject, useEffect, useRef } from 'react'
import UPlot from 'uplot'
import type { ScoreSeries } from '../../model/score-series.ts'
import type { TimeWindow } from '../../model/timeline/window.ts'
import { drawBounds } from '../plot/draw-bounds.ts'
import { takeSelection } from '../plot/take-selection.ts'
import type { ChartColors } from '../timeline/colors.ts'

/** px */
const HEIGHT = 112

/** Scores under which a call is noticeably impaired, and hard to follow: those of the verdict. */
const LOW_SCORES = [3.5, 3]

interface ScorePlotOptions {
  series: ScoreSeries
  startedAt: number
  window: TimeWindow
  width: number
  gutter: number
  colors: ChartColors
  onWindow: (window: TimeWindow, isDone: boolean) => void
  /** @param at ms since the call began; undefined when the pointer has left */
  onCursor: (at: number | undefined) => void
}

/** Keeps a uPlot in an element. Anew when its data, size or colours change; a zoom moves the one that is there. */
export function useScorePlot(element: RefObject<HTMLElement | null>, options: ScorePlotOptions): void {
  const { series, startedAt, window, width, gutter, colors } = options
  const plot = useRef<UPlot>(undefined)
  const current = useRef(options)
  current.current = options
  useEffect(() => {
    if (!element.current || width === 0) return
    const data: UPlot.AlignedData = [series.times.map(time => time - startedAt), series.audio, series.video]
    const made = new UPlot(plotOptions(current, width, gutter, colors), data, element.current)
    plot.current = made
    return () => made.destroy()
  }, [element, series, startedAt, width, gutter, colors])
  useEffect(() => plot.current?.setScale('x', { min: window.from, max: window.to }), [window])
}

function plotOptions(
  current: RefObject<ScorePlotOptions>,
  width: number,
  gutter: number,
  colors: ChartColors,
): UPlot.Options {
  const line = (name: 'series-audio' | 'series-video', dash?: number[]): UPlot.Series => ({
    stroke: colors[name],
    width: 1.5,
    points: { show: false },
    ...(dash ? { dash } : {}),
  })
  return {
    width,
    height: HEIGHT,
    padding: [8, 0, 8, 0],
    legend: { show: false },
    cursor: { y: false, points: { size: 5 }, drag: { x: true, y: false, setScale: false } },
    scales: {
      x: { time: false, auto: false, min: current.current.window.from, max: current.current.window.to },
      y: { range: [1, 5] },
    },
    axes: [
      { show: false },
      {
        size: gutter,
        stroke: colors['text-faint'],
        font: `11px ${colors.font}`,
        splits: [1, 2, 3, 4, 5],
        grid: { stroke: colors.line, width: 1 },
        ticks: { show: false },
      },
    ],
    series: [{}, line('series-audio'), line('series-video', [6, 3])],
    hooks: {
      drawAxes: [plot => drawBounds(plot, LOW_SCORES, colors)],
      setCursor: [({ cursor, posToVal }) => tellCursor(current, cursor.left, posToVal)],
      setSelect: [plot => takeSelection(plot, current.current.onWindow)],
    },
  }
}

function tellCursor(current: RefObject<ScorePlotOptions>, left: number | undefined, posToVal: UPlot['posToVal']): void {
  current.current.onCursor(left === undefined || left < 0 ? undefined : posToVal(left, 'x'))
}
