import type UPlot from 'uplot'
import type { TimeWindow } from '../../model/timeline/window.ts'

/** Makes the dragged span the window, and takes the mark of it away. */
export function takeSelection(plot: UPlot, onWindow: (window: TimeWindow, isDone: boolean) => void): void {
  const { left, width } = plot.select
  if (width <= 0) return
  onWindow({ from: plot.posToVal(left, 'x'), to: plot.posToVal(left + width, 'x') }, true)
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
}
