import { readFileSync } from 'node:fs'
import { sharedPath } from './shared-data.ts'
import type { TestServer } from './test-server.ts'

interface DemoEvent {
  participant: number
  peer?: number | null
  eventName: string
  data: unknown
  /** ms since the start of the call. */
  delta?: number
}

interface DemoCall {
  noParticipants: number
  sessions: Record<string, unknown>[]
  events: DemoEvent[]
}

const DAY_MS = 24 * 60 * 60 * 1000

const claims = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())

/** Replays the recorded demo call as if it had begun a day ago. @returns the id of its conference */
export async function replayDemoCall(server: TestServer, name = 'demo'): Promise<string> {
  const call = JSON.parse(readFileSync(sharedPath('data/demo-call.json'), 'utf8')) as DemoCall
  const start = Date.now() - DAY_MS
  const pages: { token: string; id: string; conference: string; connectionId: string | null }[] = []
  for (let index = 0; index < call.noParticipants; index++) {
    const userId = `${name}-user-${index}`
    const init = await server.post('/initialize', { apiKey: server.apiKey, conferenceId: name, userId })
    const { meta: _meta, ...session } = call.sessions[index] ?? {}
    const created = await server.post('/sessions', { ...session, token: init.body.token, delta: Date.now() - start })
    const { p: id, c: conference } = claims(init.body.token)
    pages.push({ token: created.body.token, id, conference, connectionId: null })
  }
  for (const event of call.events) {
    const page = pages[event.participant]
    if (!page) continue
    const answer = await server.post(event.eventName === 'stats' ? '/stats' : '/events/browser', {
      token: page.token,
      eventName: event.eventName,
      data: event.data,
      peerId: event.peer === null || event.peer === undefined ? null : pages[event.peer]?.id,
      connectionId: page.connectionId,
      delta: Date.now() - (start + (event.delta ?? 0)),
    })
    if (event.eventName === 'addConnection') page.connectionId = answer.body.connection_id
  }
  return pages[0]?.conference ?? ''
}
