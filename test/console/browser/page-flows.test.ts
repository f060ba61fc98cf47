import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { AppService } from '../../../gen/peermetrics/admin/v1/app_service_pb.js'
import { AuditService } from '../../../gen/peermetrics/admin/v1/audit_service_pb.js'
import { QueryService } from '../../../gen/peermetrics/query/v1/query_service_pb.js'
import { startServer } from '../../../src/server.ts'
import { ADMIN_API_TOKEN, clientOf } from '../../support/accounts.ts'
import { createDatabase } from '../../support/database.ts'
import { hasSharedData } from '../../support/shared-data.ts'
import { testConfig } from '../../support/test-config.ts'
import { testLog } from '../../support/test-log.ts'
import type { TestServer } from '../../support/test-server.ts'
import { hasBrowser, launchBrowser, openTab, type Tab } from '../support/browser.ts'
import { type ReplayedCalls, replayCalls } from '../support/calls.ts'
import { openSignedIn, signInAs, startConsoleServer } from '../support/console-server.ts'

const LOSS = '08-loss-8pc-both'
const CURRENT_USER = '/peermetrics.admin.v1.AccountService/GetCurrentUser'

describe.runIf(hasSharedData() && hasBrowser())('pages about people, settings and records', () => {
  let server: TestServer
  let browser: Browser
  let tab: Tab
  let page: Page
  let calls: ReplayedCalls = {}
  let appId = ''
  let organizationId = ''

  beforeAll(async () => {
    ;[server, browser] = await Promise.all([startConsoleServer(), launchBrowser()])
    calls = await replayCalls(server, ['01a-healthy-320x240', LOSS])
    const { apps } = await clientOf(AppService, server, ADMIN_API_TOKEN).listApps({})
    appId = apps[0]?.id ?? ''
    organizationId = apps[0]?.organizationId ?? ''
    tab = await openSignedIn(browser, server)
    page = tab.page
  }, 90_000)
  afterEach(() => expect(tab.problems.splice(0)).toEqual([]))
  afterAll(async () => {
    await browser?.close()
    await server?.[Symbol.asyncDispose]()
  })

  it('participants are searched, opened by keyboard, and shown with what they used', async () => {
    await page.goto(`/apps/${appId}`)
    await page.getByRole('region', { name: 'Quality' }).waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('p')
    await page.waitForURL(`**/apps/${appId}/participants`)
    await page.getByRole('row', { name: /Bob bob 2 .* of 2 poor/ }).waitFor()
    await page.getByRole('searchbox', { name: 'Name or id' }).fill('ALI')
    await page.waitForURL(/\?q=ALI$/)
    await page.getByRole('link', { name: 'Bob' }).waitFor({ state: 'detached' })
    await page.getByRole('searchbox', { name: 'Name or id' }).fill('nobody of this name')
    await page.getByText('No participant matches.').waitFor()
    await page.getByRole('link', { name: 'Clear search' }).click()
    await page.getByRole('link', { name: 'Bob' }).waitFor()
    await page.getByRole('searchbox', { name: 'Name or id' }).blur()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/participant\/[\w-]+$/)
    const used = page.getByRole('region', { name: 'What they used' })
    await used.getByRole('region', { name: 'Microphones' }).getByText('Fake Default Audio Input').waitFor()
    await used.getByRole('region', { name: 'Network paths' }).getByText('Direct').waitFor()
    const { rows } = await clientOf(QueryService, server, ADMIN_API_TOKEN).listConferences({
      participantId: page.url().split('/').at(-1) ?? '',
    })
    for (const { conference, participantVerdict } of rows) {
      const word = ['', 'Good', 'Fair', 'Poor', 'Bad'][participantVerdict?.verdict?.quality ?? 0] ?? ''
      await page.getByRole('row', { name: new RegExp(`^${word} ${conference?.name}`) }).waitFor()
    }
  })

  it('people of a call lead to their page, from which they are exported and erased', async () => {
    await page.goto(`/conference/${calls[LOSS]}`)
    await page.getByRole('link', { name: 'All calls of Bob' }).click()
    await page.waitForURL(/\/participant\//)
    await page.getByRole('link', { name: LOSS }).waitFor()
    const address = page.url()
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Export' }).click()
    const file = await download
    expect(file.suggestedFilename()).toBe('bob.jsonl')
    const kinds = readFileSync(await file.path(), 'utf8')
      .trim()
      .split('\n')
      .map(line => JSON.parse(line).kind)
    expect(kinds[0]).toBe('participant')
    expect(new Set(kinds)).toEqual(
      new Set(['participant', 'conference', 'session', 'connection', 'track', 'issue', 'event']),
    )
    await page.getByRole('button', { name: 'Erase' }).click()
    const dialog = page.getByRole('dialog', { name: 'Erase participant' })
    await dialog.getByRole('textbox').fill('alice')
    expect(await dialog.getByRole('button', { name: 'Erase' }).isDisabled()).toBe(true)
    await dialog.getByRole('textbox').fill('bob')
    await dialog.getByRole('button', { name: 'Erase' }).click()
    await page.waitForURL(`**/apps/${appId}/participants`)
    await page.getByRole('link', { name: 'Alice' }).waitFor()
    expect(await page.getByRole('link', { name: 'Bob' }).count()).toBe(0)
    await page.goto(address)
    await page.getByText('Participant not found').waitFor()
    expect(tab.problems.splice(0)).toEqual([expect.stringContaining('404')])
  })

  it('raw data is filtered, followed in both directions, edited with a diff and deleted after a dry run', async () => {
    await page.goto('/admin')
    await page.getByRole('link', { name: 'Raw data' }).click()
    await page.getByRole('region', { name: 'Raw data' }).getByRole('link', { name: 'Calls' }).click()
    await page.waitForURL('**/admin/records/conference')
    await page.getByRole('combobox', { name: 'Field to filter by' }).click()
    await page.getByRole('option', { name: 'name' }).click()
    await page.getByRole('textbox', { name: 'Value' }).fill(LOSS)
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/conference?name=${LOSS}`)
    await page.getByRole('link', { name: calls['01a-healthy-320x240'] ?? '' }).waitFor({ state: 'detached' })
    await page.getByRole('link', { name: calls[LOSS] ?? '' }).click()
    await page.getByRole('link', { name: /\d+\sissues?/ }).click()
    await page.waitForURL(`**/records/issue?conference_id=${calls[LOSS]}`)
    await page.getByRole('rowheader').first().getByRole('link').click()
    await page.getByRole('link', { name: 'Open in call' }).waitFor()
    await page.getByRole('link', { name: calls[LOSS] ?? '' }).click()
    await page.getByRole('button', { name: 'Edit' }).click()
    const form = page.getByRole('dialog', { name: 'Edit record' })
    await form.getByRole('textbox', { name: 'name' }).fill('Weekly sync')
    const changes = form.getByRole('region', { name: 'What changes' })
    await changes.getByText(LOSS).waitFor()
    await changes.getByText('Weekly sync').waitFor()
    await form.getByRole('button', { name: 'Save' }).click()
    await form.waitFor({ state: 'detached' })
    await page.getByRole('definition').filter({ hasText: 'Weekly sync' }).waitFor()
    await page.getByRole('button', { name: 'Delete' }).click()
    const dialog = page.getByRole('dialog', { name: 'Delete record' })
    await dialog.getByText(/This deletes 1\scall, .*\d+\sevents.* There is no way back\./).waitFor()
    await dialog.getByRole('textbox').fill(calls[LOSS] ?? '')
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await page.waitForURL('**/admin/records/conference')
    await page.getByRole('link', { name: calls['01a-healthy-320x240'] ?? '' }).waitFor()
    expect(await page.getByRole('rowheader').count()).toBe(1)
    const { entries } = await clientOf(AuditService, server, ADMIN_API_TOKEN).listAuditEntries({
      subjectId: calls[LOSS] ?? '',
    })
    expect(entries.map(({ action }) => action)).toEqual(['delete_record', 'update_record'])
    await page.goto(`/admin/records/conference/${calls[LOSS]}`)
    await page.getByText('Record not found').waitFor()
    expect(tab.problems.splice(0)).toEqual([expect.stringContaining('404')])
  })

  it('events are raw data of a call', async () => {
    await page.goto('/admin/records/event')
    await page.getByText('Events are listed call by call').waitFor()
    await page.goto(`/admin/records/event?conference_id=${calls['01a-healthy-320x240']}`)
    await page.getByRole('rowheader').first().getByRole('link').click()
    await page.waitForURL(/\/records\/event\/[\w-]+\?conference=/)
    await page.getByRole('link', { name: 'Open in call' }).click()
    await page.waitForURL(/\/conference\/[\w-]+\?.*event=/)
    await page.goto('/admin/records/marble')
    await page.getByText('There is no such kind of record.').waitFor()
  })

  it('thresholds are changed, found again after the sign-in expired in between, and reset', async () => {
    await page.goto(`/apps/${appId}/settings`)
    const card = page.getByRole('region', { name: 'Thresholds' }).first()
    const own = card.getByRole('spinbutton', { name: 'Round-trip time', exact: true })
    await own.fill('70000')
    await card.getByRole('button', { name: 'Save' }).click()
    expect(await own.evaluate(input => input.matches(':invalid'))).toBe(true)
    await own.fill('300')
    await tab.context.clearCookies()
    await card.getByRole('button', { name: 'Save' }).click()
    const dialog = page.getByRole('dialog', { name: 'Your sign-in has expired' })
    await signInAs(page)
    await dialog.waitFor({ state: 'detached' })
    expect(await own.inputValue()).toBe('300')
    await card.getByRole('button', { name: 'Save' }).click()
    await card.getByText('Saved.').waitFor()
    const apps = clientOf(AppService, server, ADMIN_API_TOKEN)
    expect((await apps.getApp({ appId })).app?.thresholds).toEqual({ roundTripMs: 300 })
    await page.reload()
    await card.getByText('changed').waitFor()
    await card.getByRole('button', { name: 'Reset: Round-trip time' }).click()
    await card.getByRole('button', { name: 'Save' }).click()
    await card.getByText('Saved.').waitFor()
    expect((await apps.getApp({ appId })).app?.thresholds).toEqual({})
    expect(tab.problems.splice(0)).toEqual([expect.stringContaining('401')])
  })

  it('each part of a page says what failed, and tries again when asked to', async () => {
    const { participants } = await clientOf(QueryService, server, ADMIN_API_TOKEN).listParticipants({})
    const parts = [
      [`/apps/${appId}/participants`, 'ListParticipants', 'Alice'],
      [`/participant/${participants[0]?.id}`, 'ListTracks', 'Microphones'],
      [`/apps/${appId}/settings`, 'ListThresholds', 'Silent microphone'],
      ['/account', 'ListSignIns', 'This browser'],
      [`/organization/${organizationId}`, 'ListAuditEntries', 'Erase participant'],
      ['/admin/records/session', 'ListRecords', 'client_address'],
    ] as const
    for (const [address, method, shown] of parts) {
      await page.route(`**/${method}`, route => route.fulfill({ status: 500, json: { code: 'internal' } }))
      await page.goto(address)
      const alert = page.getByRole('alert').filter({ hasText: 'The server failed.' })
      await alert.waitFor()
      await page.unroute(`**/${method}`)
      await alert.getByRole('button', { name: 'Retry' }).click()
      await page.getByText(shown).first().waitFor()
    }
    expect(tab.problems.splice(0).filter(problem => !problem.includes('500'))).toEqual([])
  })

  it('the search finds what is in a call by its id, opens pasted addresses and carries out commands', async () => {
    const conferenceId = calls['01a-healthy-320x240'] ?? ''
    const query = clientOf(QueryService, server, ADMIN_API_TOKEN)
    const connectionId = (await query.listConnections({ conferenceId })).connections[0]?.id ?? ''
    await page.goto(`/apps/${appId}/calls`)
    await page.getByRole('link', { name: '01a-healthy' }).waitFor()
    const search = async (words: string, option: string | RegExp) => {
      await page.keyboard.press('/')
      await page.getByRole('combobox', { name: 'Search' }).fill(words)
      await page.getByRole('option', { name: option }).waitFor()
      await page.keyboard.press('Enter')
      await page.getByRole('combobox', { name: 'Search' }).waitFor({ state: 'detached' })
    }
    await search(connectionId, /Connection$/)
    await page.waitForURL(`**/conference/${conferenceId}?peer=${connectionId}`)
    await page.getByRole('link', { name: 'All calls of Alice' }).waitFor()
    await search(`${server.url}/conference/${conferenceId}?tab=sdp`, /Open this address/)
    await page.waitForURL(`**/conference/${conferenceId}?tab=sdp`)
    await page.keyboard.press('/')
    await page.getByRole('combobox', { name: 'Search' }).fill(conferenceId.toUpperCase())
    await page.getByRole('option', { name: /^Open raw record/ }).click()
    await page.waitForURL(`**/admin/records/conference/${conferenceId}`)
    await search('theme dark', /Theme: Dark/)
    await page.locator('html[data-theme=dark]').waitFor()
    await search('theme sys', /Theme: System/)
    await page.locator('html[data-theme=light]').waitFor()
    await search('go raw', /Go to Raw data/)
    await page.waitForURL('**/admin/records')
  })

  it('the own account has a name, and sign-ins that are ended one by one', async () => {
    await using elsewhere = await openSignedIn(browser, server)
    await page.goto('/account')
    const profile = page.getByRole('region', { name: 'Profile' })
    await profile.getByRole('textbox').fill('Olga')
    await profile.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved.').waitFor()
    const signIns = page.getByRole('region', { name: 'Sign-ins' }).first()
    await signIns.getByRole('row', { name: /This browser/ }).waitFor()
    await signIns
      .getByRole('button', { name: /^End the sign-in of/ })
      .first()
      .click()
    const asking = { data: {}, headers: { origin: server.url } }
    await expect.poll(async () => (await elsewhere.context.request.post(CURRENT_USER, asking)).status()).toBe(401)
    await page.getByLabel('Current password').fill('not the password')
    await page.getByLabel('New password').fill('a new password of mine')
    await page.getByRole('button', { name: 'Change password' }).click()
    await page.getByText('The password is wrong.').waitFor()
    expect(await page.getByRole('dialog').count()).toBe(0)
    expect(tab.problems.splice(0)).toEqual([expect.stringContaining('401')])
    await clientOf(AppService, server, ADMIN_API_TOKEN).updateApp({ appId, name: 'Demo app' })
    await page.goto(`/organization/${organizationId}`)
    const log = page.getByRole('region', { name: 'Audit log' }).first()
    await log
      .getByRole('row', { name: /Update app/ })
      .first()
      .waitFor()
  })

  it('the welcome has four steps, asks for another password, and after a minute has what to check', async () => {
    await using database = await createDatabase('embedded', { migrated: false })
    const fresh = await startServer(testConfig(database.config), testLog, {
      jobs: 'carried out',
    })
    try {
      const { email = '', password = '' } = fresh.first.admin ?? {}
      await using first = await openTab(browser, fresh.url)
      await first.page.clock.install()
      await first.page.goto('/')
      await signInAs(first.page, email, password)
      await first.page.waitForURL('**/welcome')
      const steps = first.page.getByRole('heading', { level: 2 })
      await steps.nth(3).waitFor()
      expect(await steps.allTextContents()).toEqual(['Password', 'App', 'Add the SDK', 'First call'])
      await first.page.getByLabel('Current password').fill(password)
      await first.page.getByLabel('New password').fill('a password of my own')
      await first.page.getByRole('button', { name: 'Change password' }).click()
      await first.page.getByText('You have a password of your own.').waitFor()
      expect(await first.page.getByText('No call yet?').count()).toBe(0)
      await first.page.clock.fastForward(61_000)
      await first.page.getByText('No call yet? Check these:').waitFor()
      expect(first.problems).toEqual([])
    } finally {
      await fresh.close()
    }
  })
})
