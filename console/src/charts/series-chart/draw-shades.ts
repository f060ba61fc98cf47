import type UPlot from 'uplot'
import type { Shade } from '../../model/series/shades.ts'
import type { ChartColors } from '../timeline/colors.ts'

/** Shades the time in which findings hold. */
export function drawShades(plot: UPlot, shades: readonly Shade[], colors: ChartColors): void {
  const { ctx, bbox } = plot
  ctx.save()
  ctx.beginPath()
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height)
  ctx.clip()
  for (const { from, to, severity, isSelected } of shades) {
    const left = plot.valToPos(from, 'x', true)
    const width = Math.max(plot.valToPos(to, 'x', true) - left, 2 * devicePixelRatio)
    ctx.globalAlpha = isSelected ? 0.35 : 0.18
    ctx.fillStyle = colors[severity === 'error' ? 'span-error' : 'span-warning']
    ctx.fillRect(left, bbox.top, width, bbox.height)
  }
  ctx.restore()
}
