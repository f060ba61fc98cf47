import { readFileSync } from 'node:fs'
import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AccountService } from '../../../gen/peermetrics/admin/v1/account_service_pb.js'
import { AppService } from '../../../gen/peermetrics/admin/v1/app_service_pb.js'
import { QueryService } from '../../../gen/peermetrics/query/v1/query_service_pb.js'
import { ADMIN_API_TOKEN, clientOf, createAccount, createOrganization } from '../../support/accounts.ts'
import { hasSharedData } from '../../support/shared-data.ts'
import { startTestServer, type TestServer } from '../../support/test-server.ts'
import { hasBrowser, holdBack, launchBrowser, openPage, openTab } from '../support/browser.ts'
import { type ReplayedCalls, replayCall, replayCalls } from '../support/calls.ts'
import { EMAIL, openSignedIn, signedInContext, signInAs, startConsoleServer } from '../support/console-server.ts'
import { startPathProxy } from '../support/path-proxy.ts'

const RECORDED = ['01a-healthy-320x240', '08-loss-8pc-both', '21-never-connects']

describe.runIf(hasSharedData() && hasBrowser())('the console in a browser', () => {
  let server: TestServer
  let browser: Browser
  /** Of a sign-in that no test ends. */
  let context: BrowserContext
  let calls: ReplayedCalls = {}

  beforeAll(async () => {
    ;[server, browser] = await Promise.all([startConsoleServer(), launchBrowser()])
    calls = await replayCalls(server, RECORDED)
    context = await signedInContext(browser, server)
  }, 90_000)
  afterAll(async () => {
    await browser?.close()
    await server?.[Symbol.asyncDispose]()
  })

  /** A tab that is signed in and has opened an address. */
  const openAt = async (address: string) => {
    const tab = await openPage(context)
    await tab.page.goto(address)
    return tab
  }

  /** The same with a sign-in of its own, which the test may end. */
  const openAlone = async (address: string, email?: string) => {
    const tab = await openSignedIn(browser, server, email)
    await tab.page.goto(address)
    return tab
  }

  it('asks for a sign-in, says what is wrong with it, and leads on to what was asked for', async () => {
    await using tab = await openTab(browser, server.url)
    const { page } = tab
    await page.goto('/calls?last=7d')
    await page.waitForURL(/\/sign-in\?next=/)
    await signInAs(page, EMAIL, 'a wrong password')
    await page.getByText('E-mail address or password is wrong.').waitFor()
    await signInAs(page)
    await page.waitForURL('**/calls?last=7d')
    await page.getByRole('row').filter({ hasText: '08-loss' }).waitFor()
    await page.getByRole('button', { name: 'Account' }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.waitForURL('**/sign-in')
    // A wrong password is refused, and Chromium reports that as an error; nobody is asked about before.
    expect(tab.problems).toEqual([expect.stringContaining('401')])
  })

  it('tells in three clicks why a call was bad', async () => {
    await using tab = await openAt('/')
    const { page } = tab
    // The overview names what went wrong; one click leads to the calls, one to the call, one to the evidence.
    await page
      .getByRole('link', { name: /High packet loss/ })
      .first()
      .click()
    await page.getByRole('link', { name: '08-loss-8pc-both' }).click()
    await page.getByText('packet loss was high').first().waitFor()
    await page.getByRole('button', { name: 'Show High packet loss in the timeline' }).first().click()
    await page.waitForURL(/[?&]finding=[\w-]+/)
    await page
      .getByText(/Worst \d+\.\d\s%, typical \d+\.\d\s%, threshold 5\.0\s%, over \d+\sreport intervals/)
      .first()
      .waitFor()
    await page.getByRole('img', { name: /^Packet loss\. .*audio received/ }).waitFor()
    await page.keyboard.press('2')
    await page.getByRole('img', { name: /^Frame rate\. video received/ }).waitFor()
    expect(tab.problems).toEqual([])
  })

  it.each(RECORDED)('shows the verdict and the findings of %s', async name => {
    const conferenceId = calls[name] ?? ''
    const query = clientOf(QueryService, server, ADMIN_API_TOKEN)
    const { progress } = await query.getConferenceSummary({ conferenceId })
    const { issues } = await query.listIssues({ conferenceId, createTimeRange: {} })
    const reason = progress.case === 'summary' ? progress.value.verdict?.reason : undefined
    await using tab = await openAt(`/conference/${conferenceId}`)
    await tab.page
      .getByText(reason ?? 'no verdict')
      .first()
      .waitFor()
    const headings = tab.page.getByRole('tabpanel').getByRole('heading', { level: 3 })
    await expect
      .poll(async () => (await headings.allTextContents()).toSorted())
      .toEqual(issues.map(({ title }) => title).toSorted())
    expect(tab.problems).toEqual([])
  })

  it('keeps filters in the address, for the way back and for a colleague', async () => {
    await using tab = await openAt('/')
    const { page } = tab
    await page.waitForURL(/\/apps\/[\w-]+$/)
    await page.getByRole('link', { name: 'Calls', exact: true }).click()
    await page.getByRole('heading', { name: /^Calls/ }).waitFor()
    await page.getByText('3 calls', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'More filters' }).click()
    await page.getByRole('combobox', { name: 'Issue' }).click()
    await page.getByRole('option', { name: 'High packet loss' }).click()
    await page.waitForURL(/\?issue=high_packet_loss$/)
    await page.getByRole('link', { name: '01a-healthy' }).waitFor({ state: 'detached' })
    await page.keyboard.press('Escape')
    await expect.poll(() => page.getByRole('row').count()).toBe(2)
    await page.reload()
    await page.getByRole('link', { name: '08-loss' }).waitFor()
    await page.goBack()
    await page.getByRole('link', { name: '01a-healthy' }).waitFor()
    await page.goto(`${page.url()}?last=24h&issue=no_such_issue&sort=sideways`)
    await page.getByText('No calls match these filters.').waitFor()
    await page.getByRole('link', { name: 'Clear filters' }).click()
    await page.getByRole('link', { name: '01a-healthy' }).waitFor()
    expect(tab.problems).toEqual([])
  })

  it('is used by keyboard alone', async () => {
    await using tab = await openAt('/calls')
    const { page } = tab
    await page.getByRole('link', { name: '08-loss' }).waitFor()
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/conference\//)
    await page.keyboard.press('g')
    await page.keyboard.press('c')
    await page.waitForURL('**/calls')
    await page.getByRole('link', { name: '08-loss' }).waitFor()
    const issues = await holdBack(page, '**/ListIssues')
    await page.keyboard.press('/')
    await page.getByRole('combobox', { name: 'Search' }).pressSequentially('08-loss')
    await page.getByRole('option', { name: /08-loss/ }).waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/conference/${calls['08-loss-8pc-both']}`)
    await page.getByRole('img', { name: /^Timeline/ }).waitFor()
    await page.keyboard.press('Tab')
    await page.locator('main :focus').waitFor()
    // The findings are asked for before they are there.
    await page.keyboard.press('n')
    issues.release()
    await page.waitForURL(/finding=/)
    await page.keyboard.press('5')
    await page.waitForURL(/tab=events/)
    await page.keyboard.press('+')
    await page.waitForURL(url => url.searchParams.has('t'))
    await page.keyboard.press('0')
    await page.waitForURL(url => !url.searchParams.has('t'))
    expect(tab.problems).toEqual([])
  })

  it('filters events and shows their data', async () => {
    await using tab = await openAt(`/conference/${calls['08-loss-8pc-both']}?tab=events`)
    const { page } = tab
    await page.getByRole('searchbox', { name: 'Filter events' }).fill('have-local-offer')
    await page.waitForURL(/q=have-local-offer/)
    await page.getByRole('button', { name: 'onsignalingstatechange' }).first().click()
    await page.getByText('"signalingState": "have-local-offer"').waitFor()
    expect(tab.problems).toEqual([])
  })

  it('tells how a connection came about, and downloads what is listed', async () => {
    await using tab = await openAt(`/conference/${calls['08-loss-8pc-both']}?tab=network`)
    const { page } = tab
    await page.getByRole('row', { name: /Connectivity checks/ }).waitFor()
    await page.getByRole('combobox', { name: 'Connection' }).waitFor()
    await page.getByRole('region', { name: 'Path of the media' }).getByRole('cell', { name: 'udp' }).first().waitFor()
    await page.keyboard.press('4')
    await page.waitForURL(/tab=sdp/)
    await page.getByText('audio (mid 0)').waitFor()
    await page.keyboard.press('5')
    await page.getByRole('combobox', { name: 'Event', exact: true }).click()
    await page.getByRole('option', { name: 'onicecandidate', exact: true }).click()
    await page.waitForURL(/type=onicecandidate/)
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download' }).click()
    const lines = readFileSync(await (await download).path(), 'utf8')
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(lines.length).toBeGreaterThan(10)
    expect(new Set(lines.map(({ type }) => type))).toEqual(new Set(['onicecandidate']))
    expect(tab.problems).toEqual([])
  })

  it('asks to sign in again over a page whose sign-in has expired, and loses nothing', async () => {
    await using tab = await openAlone(`/conference/${calls['08-loss-8pc-both']}?tab=events`)
    const { page, context } = tab
    await page.getByRole('searchbox', { name: 'Filter events' }).fill('candidate')
    await page.waitForURL(/q=candidate/)
    await context.clearCookies()
    await page.getByRole('link', { name: 'Calls' }).first().click()
    const dialog = page.getByRole('dialog', { name: 'Your sign-in has expired' })
    await dialog.waitFor()
    await signInAs(page)
    await dialog.waitFor({ state: 'detached' })
    await page.getByRole('link', { name: '08-loss' }).waitFor()
    await page.goBack()
    await expect.poll(() => page.getByRole('searchbox', { name: 'Filter events' }).inputValue()).toBe('candidate')
    expect(tab.problems.filter(problem => !problem.includes('401'))).toEqual([])
  })

  it('shows a stranger nothing, and lets an empty app wait for its first call', async () => {
    const { organizationId, viewer } = await createOrganization(server, 'elsewhere')
    const { app } = await clientOf(AppService, server, ADMIN_API_TOKEN).createApp({ organizationId, name: 'Elsewhere' })
    await using tab = await openAlone(`/conference/${calls['08-loss-8pc-both']}`, viewer.email)
    const { page } = tab
    await page.getByText('Call not found').waitFor()
    await page.goto('/')
    await page.waitForURL('**/welcome')
    await page.getByText('Waiting for the first call').waitFor()
    const conferenceId = await replayCall(server, '01a-healthy-320x240', { apiKey: app?.apiKey ?? '', isOngoing: true })
    await page.getByText('Your first call is here:').waitFor()
    await page.getByRole('link', { name: 'Open call' }).click()
    await page.waitForURL(`**/conference/${conferenceId}`)
    await page.getByText('The call is running. It is judged when it ends.').waitFor()
    expect(tab.problems.filter(problem => !problem.includes('404'))).toEqual([])
  })

  it('says what failed where it failed, and goes on when asked to', async () => {
    await using tab = await openAt('/calls')
    const { page } = tab
    await page.getByRole('link', { name: '08-loss' }).waitFor()
    await page.route('**/ListIssues', route =>
      route.fulfill({ status: 500, json: { code: 'internal', message: 'no' } }),
    )
    await page.goto(`/conference/${calls['08-loss-8pc-both']}`)
    await page.getByText('The server failed. Its log has the cause.').waitFor()
    await page.getByRole('button', { name: /^Alice Poor/ }).waitFor()
    await page.unroute('**/ListIssues')
    await page.getByRole('button', { name: 'Retry' }).click()
    await page.getByRole('heading', { name: 'High packet loss' }).first().waitFor()
    expect(tab.problems.filter(problem => !problem.includes('500'))).toEqual([])
  })

  it('says that the server does not answer, until it does', async () => {
    await using tab = await openAt('/calls')
    const { page } = tab
    await page.getByRole('link', { name: '08-loss' }).waitFor()
    await page.route('**/ListConferences', route => route.fulfill({ status: 503, json: { code: 'unavailable' } }))
    await page.getByRole('combobox', { name: 'Order' }).click()
    await page.getByRole('option', { name: 'Oldest first' }).click()
    await page.getByText('The server does not answer. What is shown may be out of date.').waitFor()
    await page.unroute('**/ListConferences')
    await page.getByRole('button', { name: 'Retry' }).click()
    await page.getByText('The server does not answer.').waitFor({ state: 'detached' })
    await page.getByRole('link', { name: '08-loss' }).waitFor()
    expect(tab.problems.filter(problem => !problem.includes('503'))).toEqual([])
  })

  it('waits for a slow server with the page in place', async () => {
    await using tab = await openPage(context)
    const { page } = tab
    const list = await holdBack(page, '**/ListConferences')
    await page.goto('/calls')
    await page.getByRole('status').filter({ hasText: 'Loading' }).waitFor()
    await page.getByRole('heading', { name: 'Calls of all apps' }).waitFor()
    list.release()
    await page.getByRole('link', { name: '08-loss' }).waitFor()
    expect(tab.problems).toEqual([])
  })

  it('ends a sign-in for good', async () => {
    await using tab = await openAlone('/calls')
    const { page, context } = tab
    await page.getByRole('link', { name: '08-loss' }).waitFor()
    const [cookie] = await context.cookies()
    await page.getByRole('button', { name: 'Account' }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.waitForURL('**/sign-in')
    await expect(clientOf(AccountService, server, cookie?.value).getCurrentUser({})).rejects.toThrow(/unauthenticated/)
    expect(tab.problems).toEqual([])
  })

  it('grows with a call that runs, and judges it when it has ended', async () => {
    const joined = await server.post('/initialize', { apiKey: server.apiKey, conferenceId: 'live', userId: 'dora' })
    const { body } = await server.post('/sessions', {
      token: joined.body.token,
      platform: {},
      constraints: {},
      devices: [],
    })
    const { token } = body
    await server.post('/connection', { token, eventName: 'addConnection', peerId: 'emil', connectionState: 'new' })
    const { c: conferenceId } = JSON.parse(Buffer.from(joined.body.token.split('.')[1], 'base64url').toString())
    await using tab = await openAt(`/conference/${conferenceId}?tab=events`)
    const { page } = tab
    await page.getByText('The call is running. It is judged when it ends.').waitFor()
    await page.getByRole('button', { name: 'addConnection' }).waitFor()
    await server.post('/events/browser', { token, eventName: 'custom', data: { eventName: 'hand raised' } })
    await page.getByRole('cell', { name: 'hand raised' }).waitFor()
    await server.post('/events/browser', { token, eventName: 'endCall' })
    await page
      .getByText('Not judged: nobody received media.')
      .or(page.getByText('No connection could be'))
      .first()
      .waitFor()
    await page.getByText('LIVE', { exact: true }).waitFor({ state: 'detached' })
    expect(tab.problems).toEqual([])
  })

  it('shows what people wrote as text, whatever it looks like', async () => {
    const name = '<img src=x onerror=alert(1)> \u202eשלום 🎉'
    await server.post('/initialize', {
      apiKey: server.apiKey,
      conferenceId: 'hostile',
      conferenceName: name,
      userId: 'mallory',
      userName: '</script><b>Mallory',
    })
    await using tab = await openAt('/calls')
    const { page } = tab
    await page.getByRole('link', { name: '<img src=x onerror=alert(1)>' }).click()
    await page.getByRole('heading', { level: 1, name: '<img src=x' }).waitFor()
    await page.getByRole('button', { name: '</script><b>Mallory' }).waitFor()
    expect(tab.problems).toEqual([])
  })

  it('sets up organizations, apps, accounts and tokens', async () => {
    await using tab = await openAt('/admin')
    const { page } = tab
    await page.waitForURL('**/admin/organizations')
    await page.getByLabel('Name', { exact: true }).fill('Acme')
    await page.getByRole('button', { name: 'Create' }).click()
    await page.getByRole('link', { name: 'Acme' }).click()
    await page.getByLabel('Name of a new app').fill('Support desk')
    await page.getByRole('button', { name: 'Create app' }).click()
    await page.getByRole('listitem').filter({ hasText: 'Support desk' }).getByRole('link', { name: 'Settings' }).click()
    await page.getByLabel('Interval of stats reports').fill('0.5')
    await page.getByRole('button', { name: 'Save' }).first().click()
    expect(await page.getByLabel('Interval of stats reports').evaluate(input => input.matches(':invalid'))).toBe(true)
    await page.getByLabel('Interval of stats reports').fill('15')
    await page.getByLabel('Allowed origin').fill('https://no scheme here')
    await page.getByRole('button', { name: 'Save' }).first().click()
    await page
      .getByRole('alert')
      .filter({ hasText: /domain/ })
      .waitFor()
    await page.getByLabel('Allowed origin').fill('calls.example.test')
    await page.getByRole('button', { name: 'Save' }).first().click()
    await page.getByText('Saved.').waitFor()
    await page.reload()
    await expect.poll(() => page.getByLabel('Interval of stats reports').inputValue()).toBe('15')
    const key = await page.getByRole('region', { name: 'API key' }).getByRole('code').textContent()
    await page.getByRole('button', { name: 'Reset key' }).click()
    const dialog = page.getByRole('dialog', { name: 'Reset key' })
    await dialog.getByRole('textbox').fill('Support desk')
    await dialog.getByRole('button', { name: 'Reset key' }).click()
    await dialog.waitFor({ state: 'detached' })
    await expect.poll(() => page.getByRole('region', { name: 'API key' }).getByRole('code').textContent()).not.toBe(key)
    await page.goto('/account')
    await page.getByLabel('Name of a new token').fill('nightly export')
    await page.getByRole('button', { name: 'Create token' }).click()
    await page.getByText('Copy the token now.').waitFor()
    await page.getByRole('rowheader', { name: 'nightly export' }).waitFor()
    await page.goto('/admin/audit')
    await page.getByRole('cell', { name: EMAIL }).first().waitFor()
    await page.getByRole('link', { name: 'Jobs' }).click()
    await page.getByRole('region', { name: 'Queues' }).getByRole('rowheader').first().waitFor()
    await page.getByRole('link', { name: 'Server' }).click()
    await page
      .getByRole('region', { name: 'Database' })
      .getByText(/^(Embedded|PostgreSQL)/)
      .first()
      .waitFor()
    expect(tab.problems.filter(problem => !problem.includes('400'))).toEqual([])
  })

  it('works below a path where a proxy publishes it', async () => {
    await using published = await startTestServer('embedded', {
      publicPath: '/metrics/',
      adminApiToken: ADMIN_API_TOKEN,
    })
    await createAccount(published, EMAIL, { superuser: true })
    await using proxy = await startPathProxy(published.url, '/metrics/')
    await using tab = await openTab(browser, proxy.url)
    const { page } = tab
    await page.goto('/metrics/calls?last=24h')
    await page.waitForURL('**/metrics/sign-in?next=**')
    await signInAs(page)
    await page.waitForURL('**/metrics/calls?last=24h')
    await page.getByText('No calls match these filters.').waitFor()
    await page.getByRole('link', { name: 'Set up' }).click()
    await page.waitForURL('**/metrics/welcome')
    await page.getByText(`apiRoot: '${proxy.url}/metrics/v1'`).waitFor()
    expect(tab.problems.filter(problem => !problem.includes('401'))).toEqual([])
  })
})
