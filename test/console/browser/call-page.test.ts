import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RecordService } from '../../../gen/peermetrics/admin/v1/record_service_pb.js'
import { ADMIN_API_TOKEN, clientOf } from '../../support/accounts.ts'
import { hasSharedData } from '../../support/shared-data.ts'
import type { TestServer } from '../../support/test-server.ts'
import { hasBrowser, launchBrowser, openPage, type Tab } from '../support/browser.ts'
import { type ReplayedCalls, replayCalls } from '../support/calls.ts'
import { openSignedIn, startConsoleServer } from '../support/console-server.ts'
import { startPathProxy } from '../support/path-proxy.ts'

const LOSS = '08-loss-8pc-both'

describe.runIf(hasSharedData() && hasBrowser())('the page of a call', () => {
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

  it('leads to its app and its raw record, and hands out its events', async () => {
    await page.goto(`/conference/${calls[LOSS]}`)
    await page.getByRole('link', { name: 'Overview', exact: true }).waitFor()
    const menu = page.getByRole('button', { name: 'More about this call' })
    await menu.click()
    const download = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: 'Export events as JSON Lines' }).click()
    const lines = readFileSync(await (await download).path(), 'utf8')
      .trim()
      .split('\n')
    expect(lines.map(line => JSON.parse(line).type)).toContain('addConnection')
    await menu.click()
    await page.getByRole('menuitem', { name: 'Judge again' }).click()
    await menu.click()
    await page.getByRole('menuitem', { name: 'Open raw record' }).click()
    await page.waitForURL(`**/admin/records/conference/${calls[LOSS]}`)
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

  it('shows names with markup, right-to-left letters and emoji as they are, and descriptions of 100 KB', async () => {
    const names = ['<b>Bold</b> & "co"', 'דנה כהן', '👩‍💻 Žofie']
    const conferenceId = '<script>alert(1)</script>'
    const callers = await Promise.all(
      names.map((userName, index) => joinAs(server, { conferenceId, userId: `${index}`, userName })),
    )
    const [first] = callers
    const { token = '' } = first ?? {}
    const { body } = await server.post('/connection', { token, eventName: 'addConnection', peerId: '1' })
    const sdp = Array.from({ length: 2500 }, (_, index) => `a=x-line:${index} of about forty characters`).join('\r\n')
    const description = (type: string, end: string) => ({
      type,
      sdp: `v=0\r\nm=audio 9 RTP 0\r\na=mid:0\r\n${sdp}${end}`,
    })
    for (const [signalingState, delta] of Object.entries({ 'have-local-offer': 900, stable: 800 })) {
      const data = {
        signalingState,
        localDescription: description('offer', ''),
        remoteDescription: description('answer', '!'),
      }
      const event = { token, connectionId: body.connection_id, peerId: '1', eventName: 'onsignalingstatechange' }
      await server.post('/connection', { ...event, data, delta })
    }
    await page.goto(`/conference/${first?.id}?tab=sdp`)
    await page.getByRole('heading', { name: conferenceId, level: 1 }).waitFor()
    for (const name of names) await page.getByText(name, { exact: true }).first().waitFor()
    await page.getByText('audio (mid 0)').click()
    await page.getByText('a=x-line:2499').waitFor()
    expect(problems()).toEqual([])
  })

  it('keeps two tabs of a running call up to date until the call is erased', async () => {
    const { id, token } = await joinAs(server, { conferenceId: 'watched', userId: 'dora', userName: 'Dora' })
    await server.post('/connection', { token, eventName: 'addConnection', peerId: 'emil', connectionState: 'new' })
    await using other = await openPage(tab.context)
    const tabs = [page, other.page]
    for (const each of tabs) {
      await each.goto(`/conference/${id}`)
      await each.getByRole('button', { name: /^Dora/ }).first().waitFor()
    }
    await server.post('/events/browser', { token, eventName: 'custom', data: { eventName: 'hand raised' } })
    for (const each of tabs) {
      await each.getByRole('button', { name: 'List' }).click()
      await each.getByRole('option', { name: /^hand raised/ }).waitFor()
    }
    await joinAs(server, { conferenceId: 'watched', userId: 'emil', userName: 'Emil' })
    for (const each of tabs) await each.getByRole('listbox', { name: 'Emil' }).waitFor()
    problems()
    await clientOf(RecordService, server, ADMIN_API_TOKEN).deleteRecord({ kind: 'conference', recordId: id })
    for (const each of tabs) await each.getByText('Call not found').waitFor()
    expect(problems().filter(problem => !problem.includes('404'))).toEqual([])
  })

  it('goes on with a running call when the server was away, with what happened meanwhile', async () => {
    const { id, token } = await joinAs(server, { conferenceId: 'interrupted', userId: 'dora', userName: 'Dora' })
    await server.post('/connection', { token, eventName: 'addConnection', peerId: 'emil', connectionState: 'new' })
    await using proxy = await startPathProxy(server.url, '/')
    await using other = await openSignedIn(browser, proxy)
    const watched = other.page.waitForResponse('**/WatchConference')
    await other.page.goto(`/conference/${id}`)
    await other.page.getByRole('button', { name: 'List' }).click()
    await watched
    const raiseHand = (name: string) =>
      server.post('/events/browser', { token, eventName: 'custom', data: { eventName: name } })
    await raiseHand('before')
    await other.page.getByRole('option', { name: /^before/ }).waitFor()
    const notLive = other.page.getByText('Not live. Trying again.')
    expect(await notLive.count()).toBe(0)
    proxy.goAway()
    await notLive.waitFor()
    await raiseHand('meanwhile')
    await joinAs(server, { conferenceId: 'interrupted', userId: 'emil', userName: 'Emil' })
    proxy.comeBack()
    await other.page.getByRole('option', { name: /^meanwhile/ }).waitFor()
    await other.page.getByRole('listbox', { name: 'Emil', exact: true }).waitFor()
    await notLive.waitFor({ state: 'detached' })
    proxy.endAnswers()
    await notLive.waitFor()
    await raiseHand('afterwards')
    await other.page.getByRole('option', { name: /^afterwards/ }).waitFor()
    await notLive.waitFor({ state: 'detached' })
    expect(other.problems.filter(problem => !problem.includes('Failed to load resource: net::'))).toEqual([])
  })

  it('says that an ended call was erased at the next action, and within half a minute without any', async () => {
    const records = clientOf(RecordService, server, ADMIN_API_TOKEN)
    await using other = await openSignedIn(browser, server)
    await other.page.clock.install()
    const ended = async (name: string) => {
      const { id, token } = await joinAs(server, { conferenceId: name, userId: 'dora', userName: 'Dora' })
      await server.post('/connection', { token, eventName: 'addConnection', peerId: 'emil', connectionState: 'new' })
      await server.post('/events/browser', { token, eventName: 'endCall' })
      return id
    }
    for (const act of [
      // The page may know already, and its tabs be gone.
      () =>
        other.page
          .getByRole('tab', { name: 'Events' })
          .click({ timeout: 5000 })
          .catch(() => {}),
      () => other.page.clock.fastForward(30_000),
    ]) {
      const id = await ended(`erased ${act}`.slice(0, 60))
      await other.page.goto(`/conference/${id}`)
      await other.page.getByText('The call is running.').waitFor({ state: 'detached' })
      await other.page.getByRole('button', { name: /^Dora/ }).first().waitFor()
      await records.deleteRecord({ kind: 'conference', recordId: id })
      await act()
      await other.page.getByText('Call not found').waitFor()
    }
    expect(other.problems.filter(problem => !problem.includes('404'))).toEqual([])
  })

  it('loads itself anew when an update of the server has taken away what it needs', async () => {
    await page.goto(`/conference/${calls[LOSS]}`)
    await page.getByRole('tab', { name: 'SDP' }).waitFor()
    await page.route('**/assets/sdp-panel-*.js', route => route.fulfill({ status: 404 }))
    const reloaded = page.waitForEvent('domcontentloaded')
    await page.getByRole('tab', { name: 'SDP' }).click()
    await reloaded
    await page.unroute('**/assets/sdp-panel-*.js')
    await page.getByText('audio (mid 0)').waitFor()
    expect(problems().filter(problem => !problem.includes('404'))).toEqual([])
  })

  it('says what failed while the server takes no requests, and goes on with it', async () => {
    await page.route('**/GetConferenceTimeline', route =>
      route.fulfill({ status: 503, json: { code: 'unavailable' }, headers: { 'content-type': 'application/json' } }),
    )
    await page.goto(`/conference/${calls[LOSS]}`)
    await page.getByRole('button', { name: /^Alice Poor/ }).waitFor()
    const timeline = page.getByRole('region', { name: 'Timeline' })
    await timeline.getByText('The server takes no more requests at the moment.').waitFor()
    await page.getByRole('heading', { name: 'High packet loss' }).first().waitFor()
    await page.unroute('**/GetConferenceTimeline')
    await timeline.getByRole('button', { name: 'Retry' }).click()
    await page.getByRole('img', { name: /^Timeline of the call/ }).waitFor()
    expect(problems().filter(problem => !problem.includes('503'))).toEqual([])
  })

  it('has room for 200 people and 12 hours', async () => {
    const begin = 12 * 3_600_000
    const people = Array.from({ length: 200 }, (_, index) => index)
    let id = ''
    for (let start = 0; start < people.length; start += 20) {
      const joined = people
        .slice(start, start + 20)
        .map(index =>
          joinAs(server, { conferenceId: 'large', userId: `user ${index}`, userName: `User ${index}`, delta: begin }),
        )
      id = (await Promise.all(joined))[0]?.id ?? ''
    }
    await page.goto(`/conference/${id}`)
    await page.getByRole('img', { name: /^Timeline of the call: 200\speople, 12\sh/ }).waitFor()
    const rows = page.getByRole('region', { name: 'Timeline' }).getByText(/^User \d+$/)
    const before = await rows.count()
    expect(before).toBeLessThan(40)
    await page.getByRole('img', { name: /^Timeline of the call/ }).hover()
    await page.mouse.wheel(0, 100_000)
    await page.getByRole('region', { name: 'Timeline' }).getByText('User 199', { exact: true }).waitFor()
    expect(problems()).toEqual([])
  })
})

/** Joins a call. @param delta how long ago, ms @returns the session's token and the id of the conference */
async function joinAs(
  server: TestServer,
  { delta = 0, ...who }: { conferenceId: string; userId: string; userName: string; delta?: number },
): Promise<{ id: string; token: string }> {
  const { body } = await server.post('/initialize', { apiKey: server.apiKey, ...who })
  const session = { token: body.token, platform: {}, constraints: {}, devices: [], delta }
  const { token } = (await server.post('/sessions', session)).body
  const { c: id } = JSON.parse(Buffer.from(body.token.split('.')[1], 'base64url').toString())
  return { id, token }
}
