import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AppService } from '../../../gen/peermetrics/admin/v1/app_service_pb.js'
import { QueryService } from '../../../gen/peermetrics/query/v1/query_service_pb.js'
import { ADMIN_API_TOKEN, clientOf } from '../../support/accounts.ts'
import { hasSharedData } from '../../support/shared-data.ts'
import type { TestServer } from '../../support/test-server.ts'
import { isThorough } from '../../support/thorough.ts'
import { hasBrowser, launchBrowser, openTab, type Tab } from '../support/browser.ts'
import { type ReplayedCalls, replayCall, replayCalls } from '../support/calls.ts'
import { EMAIL, signInAs, startConsoleServer } from '../support/console-server.ts'

/** With KEEP_PICTURES, pictures of every page are kept there in both themes and widths, for people to look at. */
const keepsPictures = Boolean(process.env['KEEP_PICTURES'])
const folder = fileURLToPath(new URL('../../output/console/', import.meta.url))

/** A picture of the call page for the README: taken anew when asked for. */
const picture =
  process.env['UPDATE_PICTURES'] && fileURLToPath(new URL('../../../docs/images/call.png', import.meta.url))

/** Widths of windows, in px. */
const WIDE = 1280
const NARROW = 360

const LOSS = '08-loss-8pc-both'

/** A page in one of its states, and what shows that it is complete. */
interface Sight {
  name: string
  address: (calls: ReplayedCalls) => string
  ready: (page: Page) => Promise<unknown>
}

const sights: Sight[] = [
  { name: 'calls', address: () => '/calls', ready: page => page.getByRole('link', { name: LOSS }).waitFor() },
  {
    name: 'call',
    address: calls => `/conference/${calls[LOSS]}`,
    ready: async page => {
      await page.getByRole('heading', { name: 'High packet loss' }).first().waitFor()
      await page.getByRole('button', { name: 'What is this based on?' }).click()
      await page.getByRole('columnheader', { name: 'Median' }).first().waitFor()
    },
  },
  {
    name: 'media',
    address: calls => `/conference/${calls[LOSS]}?tab=media`,
    ready: page => page.getByRole('img', { name: /^Packet loss/ }).waitFor(),
  },
  {
    name: 'overview',
    address: ({ app }) => `/apps/${app}`,
    ready: async page => {
      await page.getByRole('region', { name: 'Quality' }).getByRole('link').first().waitFor()
      await page.getByRole('region', { name: 'Where people were' }).scrollIntoViewIfNeeded()
      await page.getByRole('region', { name: 'Browsers' }).getByRole('link').first().waitFor()
    },
  },
  {
    name: 'live-call',
    address: calls => `/conference/${calls['live']}`,
    ready: page => page.getByText('The call is running.').waitFor(),
  },
  {
    name: 'events',
    address: calls => `/conference/${calls[LOSS]}?tab=events&q=have-local-offer`,
    ready: page => page.getByRole('button', { name: 'onsignalingstatechange' }).first().click(),
  },
  {
    name: 'network',
    address: calls => `/conference/${calls[LOSS]}?tab=network`,
    ready: page => page.getByRole('cell', { name: 'Host' }).first().waitFor(),
  },
  {
    name: 'sdp',
    address: calls => `/conference/${calls[LOSS]}?tab=sdp&against=none`,
    ready: page => page.getByText('video (mid 1)').click(),
  },
  {
    name: 'timeline-list',
    address: calls => `/conference/${calls[LOSS]}`,
    ready: async page => {
      await page.getByRole('button', { name: 'List' }).click()
      await page
        .getByRole('option', { name: /^Connected, / })
        .first()
        .waitFor()
    },
  },
  {
    name: 'welcome',
    address: () => '/welcome',
    ready: page => page.getByRole('link', { name: 'Open call' }).waitFor(),
  },
  {
    name: 'search',
    address: () => '/calls',
    ready: async page => {
      await page.getByRole('link', { name: LOSS }).waitFor()
      await page.getByRole('button', { name: 'Search calls' }).click()
      await page.getByRole('combobox', { name: 'Search' }).fill('alice')
      await page.getByRole('option').first().waitFor()
    },
  },
  {
    name: 'keyboard',
    address: () => '/calls',
    ready: async page => {
      await page.getByRole('link', { name: LOSS }).waitFor()
      await page.keyboard.press('?')
      await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
    },
  },
  {
    name: 'no-calls',
    address: () => '/calls?issue=no_such_issue',
    ready: page => page.getByText('No calls match these filters.').waitFor(),
  },
  {
    name: 'participants',
    address: ({ app }) => `/apps/${app}/participants`,
    ready: page => page.getByRole('link', { name: 'Alice' }).waitFor(),
  },
  {
    name: 'participant',
    address: ({ alice }) => `/participant/${alice}`,
    ready: async page => {
      await page.getByRole('link', { name: LOSS }).waitFor()
      await page.getByRole('region', { name: 'Browsers' }).getByRole('img').first().waitFor()
    },
  },
  {
    name: 'settings',
    address: ({ app }) => `/apps/${app}/settings`,
    ready: page => page.getByLabel('Allowed origin').waitFor(),
  },
  {
    name: 'organization',
    address: ({ organization }) => `/organization/${organization}`,
    ready: page => page.getByRole('region', { name: 'Members' }).getByLabel('E-mail address').waitFor(),
  },
  { name: 'account', address: () => '/account', ready: page => page.getByLabel('Name of a new token').waitFor() },
  {
    name: 'admin-users',
    address: () => '/admin/users',
    ready: page => page.getByRole('rowheader', { name: EMAIL }).waitFor(),
  },
  {
    name: 'admin-jobs',
    address: () => '/admin/jobs',
    ready: page => page.getByRole('region', { name: 'Queues' }).getByRole('rowheader').first().waitFor(),
  },
  {
    name: 'admin-server',
    address: () => '/admin/server',
    ready: async page => {
      await page.getByRole('region', { name: 'Settings' }).waitFor()
      await page
        .getByRole('row', { name: /^Answers requests \d+ .*MB.*ms$/ })
        .first()
        .waitFor()
    },
  },
  {
    name: 'admin-audit',
    address: () => '/admin/audit',
    ready: page => page.getByRole('heading', { name: 'Audit log' }).waitFor(),
  },
  {
    name: 'record-kinds',
    address: () => '/admin/records',
    ready: page => page.getByRole('link', { name: 'Connections' }).waitFor(),
  },
  {
    name: 'records',
    address: () => '/admin/records/connection',
    ready: page => page.getByRole('rowheader').first().waitFor(),
  },
  {
    name: 'record',
    address: calls => `/admin/records/conference/${calls[LOSS]}`,
    ready: async page => {
      await page.getByText('What points here').waitFor()
      await page.getByRole('button', { name: 'Edit' }).click()
      await page.getByRole('textbox', { name: 'name' }).fill('Weekly')
    },
  },
  { name: 'not-found', address: () => '/no/such/page', ready: page => page.getByText('Page not found').waitFor() },
]

/** Accessible in both themes, fits into wide and narrow windows, breaks nothing. */
describe.runIf(hasSharedData() && hasBrowser())('the page', () => {
  let server: TestServer
  let browser: Browser
  let calls: ReplayedCalls = {}
  let tab: Tab

  beforeAll(async () => {
    mkdirSync(folder, { recursive: true })
    ;[server, browser] = await Promise.all([startConsoleServer(), launchBrowser()])
    calls = await replayCalls(server, ['01a-healthy-320x240', LOSS, '21-never-connects'])
    const { apps } = await clientOf(AppService, server, ADMIN_API_TOKEN).listApps({})
    const { participants } = await clientOf(QueryService, server, ADMIN_API_TOKEN).listParticipants({
      externalId: 'alice',
    })
    Object.assign(calls, {
      app: apps[0]?.id,
      organization: apps[0]?.organizationId,
      alice: participants[0]?.id,
    })
    calls['live'] = await replayCall(server, '14-bandwidth-150k-a2b', { isOngoing: true })
    tab = await openTab(browser, server.url, { width: WIDE, timeZone: 'UTC' })
    await tab.page.goto('/sign-in')
    await signInAs(tab.page)
    await tab.page.getByRole('button', { name: 'Account' }).waitFor()
  }, 90_000)
  afterAll(async () => {
    await tab?.[Symbol.asyncDispose]()
    await browser?.close()
    await server?.[Symbol.asyncDispose]()
  })

  const pictureOf = async (page: Page, name: string, width: number, theme: string) => {
    if (keepsPictures) {
      // A page that is scrolled would have its bar in the middle of the picture.
      await page.evaluate('scrollTo(0, 0)')
      await page.screenshot({ path: `${folder}${name}-${width}-${theme}.png`, fullPage: true })
    }
    if (picture && name === 'media' && width === WIDE && theme === 'light') await page.screenshot({ path: picture })
  }

  /** @returns what breaks the rules of accessibility */
  const breaches = async (page: Page, name: string, theme: string): Promise<string[]> => {
    // There are no frames: it need not look into them from another page.
    const axe = new AxeBuilder({ page }).setLegacyMode()
    // In the dark, the same page has other colours.
    const { violations } = await (theme === 'dark' ? axe.withRules(['color-contrast']) : axe).analyze()
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    return serious.map(({ id, nodes }) => `${name}, ${theme}: ${id} ${nodes.map(({ html }) => html).join(' | ')}`)
  }

  /** Looks at the page in each theme and width. */
  const look = async (page: Page, name: string): Promise<string[]> => {
    const found: string[] = []
    for (const width of [WIDE, NARROW]) {
      await page.setViewportSize({ width, height: 800 })
      for (const theme of width === WIDE || keepsPictures ? (['light', 'dark'] as const) : []) {
        await page.emulateMedia({ colorScheme: theme })
        await page.locator(`html[data-theme=${theme}]`).waitFor()
        await pictureOf(page, name, width, theme)
        if (width === WIDE) found.push(...(await breaches(page, name, theme)))
      }
      if (width === NARROW && isThorough) found.push(...(await breaches(page, `${name}, narrow`, 'light')))
      const overflow = () => page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
      // Charts are drawn anew once they have another width.
      await expect.poll(overflow, { message: `${name} at ${width} px` }).toBeLessThanOrEqual(0)
    }
    await page.setViewportSize({ width: WIDE, height: 800 })
    return found
  }

  it('for signing in looks right', async () => {
    await using signedOut = await openTab(browser, server.url, { width: WIDE, timeZone: 'UTC' })
    await signedOut.page.goto('/sign-in')
    await signedOut.page.getByRole('button', { name: 'Sign in' }).waitFor()
    expect([...(await look(signedOut.page, 'sign-in')), ...signedOut.problems]).toEqual([])
  })

  it.each(sights)('$name looks right', async ({ name, address, ready }) => {
    await tab.page.goto(address(calls))
    await ready(tab.page)
    expect([...(await look(tab.page, name)), ...tab.problems.splice(0)]).toEqual([])
  })
})
