import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { addConnection, joinCall, type Page, statsReport } from '../operations/support/page.ts'
import { storedContents } from '../operations/support/stored-events.ts'
import { createDatabase, engines } from '../support/database.ts'
import { startServerProcess } from '../support/server-process.ts'

const PAGES = 4
const CLIENTS = 16

/** The kill comes after that many answers, or after this time on a machine that is busy with other things. */
const ANSWERS = 400
const LOAD_LIMIT_MS = 5000

/** One request of the load; `marker` is in its content and in no other's. */
interface Sent {
  marker: number
  page: Page
  path: string
  body: object
  answered: boolean
}

interface Connected {
  page: Page
  peerId: string
  connectionId: string
}

/** What the client sends as its next request: every kind of write path in turn. */
function nextRequest(marker: number, { page, peerId, connectionId }: Connected): Sent {
  const request = { marker, page, answered: false }
  const stats = { connectionId, data: statsReport(marker, `track-${marker % 10}`) }
  const candidate = { eventName: 'onicecandidate', peerId, connectionId, data: { candidate: String(marker) } }
  switch (marker % 4) {
    case 0:
      return { ...request, path: '/events/browser', body: { eventName: 'tick', data: { marker } } }
    case 1:
      return { ...request, path: '/connection', body: candidate }
    default:
      return { ...request, path: '/stats', body: stats }
  }
}

/** Sends from several clients at once until the server is gone. */
function sendUntilGone(connected: readonly Connected[]) {
  const sent: Sent[] = []
  const client = async (name: number) => {
    for (;;) {
      const request = nextRequest(sent.length, connected[name % connected.length] as Connected)
      sent.push(request)
      try {
        await request.page.post(request.path, request.body)
      } catch (error) {
        if (error instanceof TypeError) return
        throw error
      }
      request.answered = true
    }
  }
  const gone = Promise.all(Array.from({ length: CLIENTS }, (_, name) => client(name)))
  return { sent, gone, answers: () => sent.filter(({ answered }) => answered).length }
}

// biome-ignore lint/suspicious/noExplicitAny: contents are of several kinds
const markerOf = (content: any): number | undefined => {
  const marker = content?.marker ?? content?.candidate ?? content?.connection?.timestamp
  return marker === undefined ? undefined : Number(marker)
}

function countMarkers(contents: unknown[]): Map<number, number> {
  const counts = new Map<number, number>()
  for (const marker of contents.map(markerOf)) {
    if (marker !== undefined) counts.set(marker, (counts.get(marker) ?? 0) + 1)
  }
  return counts
}

describe.each(engines())('a server on %s that is killed under load', engine => {
  it('has stored what it answered, and takes what is sent again once', async () => {
    await using database = await createDatabase(engine)
    await using killed = await startServerProcess(database)
    const connected = await Promise.all(
      Array.from({ length: PAGES }, async (_, name) => {
        const page = await joinCall(killed.api, { conferenceId: 'load', userId: `user-${name}` })
        return { page, ...(await addConnection(page, `peer-${name}`)) }
      }),
    )
    const load = sendUntilGone(connected)
    for (const end = Date.now() + LOAD_LIMIT_MS; load.answers() < ANSWERS && Date.now() < end; ) await delay(5)
    killed.kill('SIGKILL')
    expect(await killed.exited).toEqual({ code: null, signal: 'SIGKILL' })
    await load.gone
    const { sent } = load
    const answered = sent.filter(request => request.answered)
    expect(answered.length).toBeGreaterThan(CLIENTS)
    expect(sent.length - answered.length).toBe(CLIENTS)

    const afterKill = countMarkers(await storedContents(database))
    expect(answered.filter(({ marker }) => afterKill.get(marker) !== 1)).toEqual([])
    expect([...afterKill.values()].filter(count => count > 1)).toEqual([])

    await using next = await startServerProcess(database)
    const reports = sent.filter(({ path }) => path === '/stats')
    const again = [
      ...reports.filter(request => !request.answered),
      ...reports.filter(request => request.answered).slice(-CLIENTS),
    ]
    await Promise.all(again.map(({ page, path, body }) => page.at(next.api).post(path, body)))
    expect(await next.stop()).toEqual({ code: 0, signal: null })
    const atLast = countMarkers(await storedContents(database))
    expect(again.filter(({ marker }) => atLast.get(marker) !== 1)).toEqual([])
    expect(answered.filter(({ marker }) => atLast.get(marker) !== 1)).toEqual([])
  }, 60_000)
})
