import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { AppService } from '../../gen/peermetrics/admin/v1/app_service_pb.js'
import { AuditService } from '../../gen/peermetrics/admin/v1/audit_service_pb.js'
import { QueryService } from '../../gen/peermetrics/query/v1/query_service_pb.js'
import { ADMIN_API_TOKEN, clientOf } from '../support/accounts.ts'
import { hasSharedData } from '../support/shared-data.ts'
import type { TestServer } from '../support/test-server.ts'
import { hasBrowser, launchBrowser, type Tab } from './support/browser.ts'
import { type ReplayedCalls, replayCalls } from './support/calls.ts'
import { openSignedIn, startConsoleServer } from './support/console-server.ts'

const LOSS = '08-loss-8pc-both'

describe.runIf(hasSharedData() && hasBrowser())('pages about people, settings and records', { timeout: 60_000 }, () => {
  let server: TestServer
  let browser: Browser
  let tab: Tab
  let page: Page
  let calls: ReplayedCalls = {}
  let appId = ''

  beforeAll(async () => {
    ;[server, browser] = await Promise.all([startConsoleServer(), launchBrowser()])
    calls = await replayCalls(server, ['01a-healthy-320x240', LOSS])
    appId = (await clientOf(AppService, server, ADMIN_API_TOKEN).listApps({})).apps[0]?.id ?? ''
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
})
