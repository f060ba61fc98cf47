import { create } from '@bufbuild/protobuf'
import { Code, ConnectError, createRouterTransport } from '@connectrpc/connect'
import { type Change, peerMetricsOn, watchConference } from '@peermetrics/client'
import { QueryService, WatchConferenceResponseSchema } from '@peermetrics/client/query/v1'
import { describe, expect, it } from 'vitest'

/** What a server sends in one connection; then it breaks off, or ends when nothing is left. */
type Sent = [position: string, change?: Change][]

const event = (id: string): Change =>
  create(WatchConferenceResponseSchema, { change: { case: 'event', value: { id } } }).change
const issue = (id: string, title: string): Change =>
  create(WatchConferenceResponseSchema, { change: { case: 'issue', value: { id, title } } }).change

async function watchSent(connections: Sent[], failure = new ConnectError('going down', Code.Unavailable)) {
  const asked: string[] = []
  const transport = createRouterTransport(router => {
    router.service(QueryService, {
      async *watchConference({ position }) {
        const sent = connections[asked.length] ?? []
        asked.push(position)
        for (const [after, change] of sent) yield { position: after, ...(change ? { change } : {}) }
        if (asked.length < connections.length) throw failure
      },
    })
  })
  const changes: string[] = []
  let refused: unknown
  try {
    for await (const change of watchConference(peerMetricsOn(transport), 'c')) {
      if (change.case === 'issue') changes.push(`${change.value.id} ${change.value.title}`)
      if (change.case === 'event') changes.push(change.value.id)
      if (change.case === 'session') changes.push(`${change.value.id} ${change.value.appVersion}`)
    }
  } catch (error) {
    refused = error
  }
  return { asked, changes, refused }
}

const session = (id: string, appVersion: string): Change =>
  create(WatchConferenceResponseSchema, { change: { case: 'session', value: { id, appVersion } } }).change

describe('what a server sends again after a break', () => {
  it('is told once, after the last position', async () => {
    const { asked, changes, refused } = await watchSent([
      [['p0'], ['p1', event('a')], ['p2', issue('i', 'begins')], ['p3', event('b')]],
      [
        ['p2', issue('i', 'begins')],
        ['p3', event('b')],
        ['p4', issue('i', 'is over')],
      ],
      [
        ['p4', issue('i', 'is over')],
        ['p5', event('c')],
      ],
    ])
    expect(refused).toBeUndefined()
    expect(asked).toEqual(['', 'p3', 'p4'])
    expect(changes).toEqual(['a', 'i begins', 'b', 'i is over', 'c'])
  })

  it('is not asked for when the server refuses, or never answered', async () => {
    const gone = new ConnectError('gone', Code.NotFound)
    expect(await watchSent([[['p0'], ['p1', event('a')]], []], gone)).toMatchObject({ asked: [''], changes: ['a'] })
    const never = await watchSent([[], [['p0']]])
    expect(never).toMatchObject({ asked: [''], changes: [], refused: { code: Code.Unavailable } })
  })

  it('is told again when it says something else', async () => {
    const sent: Sent[] = [
      [
        ['p1', session('s', '1')],
        ['p2', session('s', '2')],
        ['p3', session('s', '2')],
      ],
    ]
    expect(await watchSent(sent)).toMatchObject({ changes: ['s 1', 's 2'] })
  })
})
