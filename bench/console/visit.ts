import type { Browser, Page } from 'playwright-core'
import { openSignedIn } from '../../test/console/support/console-server.ts'

/** What one visit of a page cost. */
export interface Visit {
  /** From the navigation to the mark `call-ready`, ms. */
  readyMs: number
  /** Calls to the server until then. */
  calls: number
  /** Sum of what moved what was there (Cumulative Layout Shift). */
  layoutShift: number
}

const observeShifts = `globalThis.layoutShift = 0
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.layoutShift += entry.value
}).observe({ type: 'layout-shift', buffered: true })`

const untilReady = `new Promise(resolve => {
  const mark = () => performance.getEntriesByName('call-ready')[0]
  const look = () => (mark() ? resolve(mark().startTime) : setTimeout(look, 20))
  look()
})`

const callsBefore = `ready => performance.getEntriesByType('resource').filter(({ name, startTime }) =>
  name.includes('/peermetrics.') && startTime <= ready).length`

/** Opens an address as who has signed in before does, and hands over the page. */
export async function visit<Result>(
  browser: Browser,
  url: string,
  address: string,
  use: (page: Page) => Promise<Result>,
): Promise<{ visit: Visit; result: Result }> {
  await using tab = await openSignedIn(browser, { url })
  const { page } = tab
  await page.addInitScript(observeShifts)
  await page.goto(address)
  const readyMs = await page.evaluate<number>(untilReady)
  const calls = await page.evaluate<number>(`(${callsBefore})(${readyMs})`)
  const result = await use(page)
  if (tab.problems.length > 0) throw new Error(tab.problems.join('\n'))
  return { visit: { readyMs, calls, layoutShift: await page.evaluate<number>('globalThis.layoutShift') }, result }
}
