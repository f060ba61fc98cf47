import type UPlot from 'uplot'
import type { ChartColors } from '../timeline/colors.ts'

/** Lines across, at which the verdict changes. */
export function drawBounds({ ctx, bbox, valToPos }: UPlot, bounds: readonly number[], colors: ChartColors): void {
  ctx.save()
  ctx.strokeStyle = colors.warning
  ctx.lineWidth = devicePixelRatio
  ctx.globalAlpha = 0.6
  ctx.setLineDash([2 * devicePixelRatio, 3 * devicePixelRatio])
  for (const bound of bounds) {
    const y = Math.round(valToPos(bound, 'y', true)) + 0.5
    ctx.beginPath()
    ctx.moveTo(bbox.left, y)
    ctx.lineTo(bbox.left + bbox.width, y)
    ctx.stroke()
  }
  ctx.restore()
}
