/** Place of a span in its row, px. */
interface Box {
  left: number
  top: number
  width: number
  height: number
}

type Context = CanvasRenderingContext2D

/** Diagonal lines in the colour that is set. */
export function paintHatching(context: Context, { left, top, width, height }: Box): void {
  const [upper, inner] = [top + 6, height - 12]
  context.save()
  context.beginPath()
  context.rect(left, upper, width, inner)
  context.clip()
  context.strokeStyle = context.fillStyle
  context.lineWidth = 1
  context.beginPath()
  for (let x = left - inner; x < left + width; x += 5) {
    context.moveTo(x, upper + inner)
    context.lineTo(x + inner, upper)
  }
  context.stroke()
  context.restore()
}

/** A dotted line through the middle. */
export function paintDots(context: Context, { left, top, width, height }: Box): void {
  context.save()
  context.strokeStyle = context.fillStyle
  context.lineWidth = 2
  context.setLineDash([2, 4])
  context.beginPath()
  context.moveTo(left, top + height / 2)
  context.lineTo(left + width, top + height / 2)
  context.stroke()
  context.restore()
}

/** A thin bar at the bottom: it leaves what it lies upon to be seen. */
export function paintStripe(context: Context, { left, top, width, height }: Box): void {
  context.fillRect(left, top + height - 8, width, 3)
}
