import type { Page } from 'playwright-core'

const recordFrames = `globalThis.frames = []
let last = performance.now()
const note = now => {
  globalThis.frames.push(now - last)
  last = now
  globalThis.frameRequest = requestAnimationFrame(note)
}
globalThis.frameRequest = requestAnimationFrame(note)`

/** How often the hand goes to and fro, and in how many steps. */
const STROKES = 6
const STEPS = 40

/** Drags a zoomed timeline to and fro. @returns times between frames, ms, ascending */
export async function scrub(page: Page): Promise<number[]> {
  const chart = page.getByRole('img', { name: /^Timeline of the call/ })
  await chart.scrollIntoViewIfNeeded()
  await page.keyboard.press('+')
  await page.keyboard.press('+')
  const { x, y, width, height } = (await chart.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
  const [left, right, middle] = [x + 0.3 * width, x + 0.9 * width, y + height / 2]
  await page.keyboard.down('Shift')
  await page.mouse.move(right, middle)
  await page.mouse.down()
  await page.evaluate(recordFrames)
  for (let stroke = 0; stroke < STROKES; stroke++)
    await page.mouse.move(stroke % 2 === 0 ? left : right, middle, { steps: STEPS })
  await page.evaluate('cancelAnimationFrame(globalThis.frameRequest)')
  await page.mouse.up()
  await page.keyboard.up('Shift')
  const frames = await page.evaluate<number[]>('globalThis.frames')
  return frames.slice(1).toSorted((one, other) => one - other)
}
