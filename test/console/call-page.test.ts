import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasSharedData } from '../support/shared-data.ts'
import type { TestServer } from '../support/test-server.ts'
import { hasBrowser, launchBrowser, type Tab } from './support/browser.ts'
import { type ReplayedCalls, replayCalls } from './support/calls.ts'
import { openSignedIn, startConsoleServer } from './support/console-server.ts'

const LOSS = '08-loss-8pc-both'

describe.runIf(hasSharedData() && hasBrowser())('the page of a call', { timeout: 60_000 }, () => {
  let server: TestServer
  let browser: Browser
  let tab: Tab
  let page: Page
  let calls: ReplayedCalls = {}

  beforeAll(async () => {
    ;[server, browser] = await Promise.all([startConsoleServer(), launchBrowser()])
    calls = await replayCalls(server, [LOSS])
    tab = await openSignedIn(browser, server)
    page = tab.page
  }, 90_000)
  afterAll(async () => {
    await browser?.close()
    await server?.[Symbol.asyncDispose]()
  })

  /** What went wrong in the browser since it was last asked for. */
  const problems = () => tab.problems.splice(0)

  it('opens details beside what is clicked in the timeline, and the event from there', async () => {
    await page.goto(`/conference/${calls[LOSS]}`)
    const chart = page.getByRole('img', { name: /^Timeline of the call/ })
    await page.getByRole('button', { name: 'Connections of Alice' }).waitFor()
    const { width = 0 } = (await chart.boundingBox()) ?? {}
    // The row of the connection comes after axis and presence.
    await chart.click({ position: { x: width / 2, y: 28 + 28 + 10 } })
    const details = page.getByRole('dialog', { name: 'Connected' })
    await details.getByText(/^\d\d:\d\d:\d\d – \d\d:\d\d:\d\d · 1\smin 30\ss$/).waitFor()
    await details.getByRole('button', { name: 'Open event' }).click()
    await page.waitForURL(/tab=events/)
    await page.getByRole('heading', { name: 'onconnectionstatechange' }).waitFor()
    expect(problems()).toEqual([])
  })

  it('unfolds a connection: its ICE states', async () => {
    await page.goto(`/conference/${calls[LOSS]}`)
    const unfold = page.getByRole('button', { name: 'ICE and tracks of the connection ↔ Bob' })
    await unfold.click()
    await page.getByText('ICE', { exact: true }).first().waitFor()
    await page.getByRole('button', { name: 'Fold all' }).click()
    await unfold.waitFor({ state: 'detached' })
    expect(problems()).toEqual([])
  })

  it('tells the timeline in words, by keyboard', async () => {
    await page.goto(`/conference/${calls[LOSS]}`)
    await page.getByRole('button', { name: 'List' }).click()
    const findings = page.getByRole('listbox', { name: 'Alice: Findings' }).first()
    await findings.focus()
    await page.keyboard.press('Enter')
    const details = page.getByRole('dialog')
    await details.getByText(/^Worst \d/).waitFor()
    await page.keyboard.press('Escape')
    await details.waitFor({ state: 'detached' })
    await findings.focus()
    await page.keyboard.press('End')
    await expect.poll(() => findings.getByRole('option', { selected: true }).count()).toBe(1)
    await page.keyboard.press('Enter')
    await details.getByRole('button', { name: 'Show finding' }).click()
    await page.waitForURL(/[?&]finding=[\w-]+/)
    expect(problems()).toEqual([])
  })

  it('asks for no event before its list is looked at, and for stats reports when they are wanted', async () => {
    const asked: unknown[] = []
    page.on('request', request => {
      if (/\/(ListEvents|ListConferenceEvents|GetEvent)$/.test(request.url())) asked.push(request.postDataJSON())
    })
    await page.goto(`/conference/${calls[LOSS]}`)
    await page.getByRole('img', { name: /^Quality for Alice, from Bob\. audio 2\.9/ }).waitFor()
    expect(asked).toEqual([])
    await page.getByRole('tab', { name: 'Events' }).click()
    await page.getByRole('combobox', { name: 'Category' }).click()
    await page.getByRole('option', { name: 'Stats reports' }).click()
    await page.getByRole('cell', { name: 'inbound-rtp audio' }).first().waitFor()
    await page.getByRole('button', { name: 'stats' }).first().click()
    await page.getByText('"packetsReceived"').waitFor()
    expect(asked).toMatchObject([
      { omitData: true, excludedType: 'stats' },
      { omitData: true },
      { eventId: expect.any(String) },
    ])
    expect(problems()).toEqual([])
  })
})
