import { describe, expect, it } from 'vitest'
import { readCallView, readWindow, writeWindow } from '../../../console/src/model/call-view.ts'
import {
  boundsOf,
  changeCallsView,
  filterOf,
  isFiltered,
  readCallsView,
} from '../../../console/src/model/calls-view.ts'
import { localAddress } from '../../../console/src/model/local-address.ts'
import { formatQuery, parseQuery } from '../../../console/src/model/query-string.ts'

const NOW = Date.parse('2026-11-26T12:00:30Z')

describe('the address of a list', () => {
  it.each([
    { last: '7d', issue: 'high_rtt', duration: '60-600', sort: 'oldest' },
    { from: '2026-11-01T00:00:00Z', to: '2026-11-02T00:00:00Z' },
    { quality: 'poor,bad', outcome: 'error', reason: 'audio_score', country: 'DE', path: 'relayed', people: '3-5' },
    { setup: '5000-', media_error: 'NotAllowedError', version: '1.2 beta', q: 'weekly sync', sort: 'longest' },
    {},
  ] as const)('is read and written alike: %o', view => {
    expect(readCallsView(parseQuery(formatQuery(view)))).toEqual(view)
  })

  it('passes over what makes no sense', () => {
    const query = parseQuery(
      '?last=1y&issue=%3Cscript%3E&duration=7-3&quality=fine&country=Germany&people=few&sort=sideways&from=yesterday&extra=1',
    )
    expect(readCallsView(query)).toEqual({})
  })

  it('lets a period that moves take the place of one that does not', () => {
    expect(readCallsView({ last: '24h', from: '2026-11-01' })).toEqual({ last: '24h' })
  })

  it('begins at the first page when a filter changes', () => {
    const view = readCallsView({ page: 'token', issue: 'high_rtt' })
    expect(changeCallsView(view, { issue: undefined, last: '7d' })).toEqual({ last: '7d' })
    expect([isFiltered(view), isFiltered({ sort: 'oldest', page: 'token' })]).toEqual([true, false])
  })

  it('becomes bounds, cut to the minute where they move', () => {
    expect(boundsOf({ last: '24h' }, NOW)).toEqual({ from: Date.parse('2026-11-25T12:00:00Z'), to: undefined })
    expect(boundsOf({ to: '2026-11-02' }, NOW)).toEqual({ from: undefined, to: Date.parse('2026-11-02') })
  })

  it('becomes a filter in values', () =>
    expect(filterOf({ quality: 'bad,poor', setup: '2000-3000', people: '4' })).toEqual({
      qualities: ['poor', 'bad'],
      outcomes: [],
      setupMs: { least: 2000, most: 3000 },
      people: { least: 4, most: 4 },
    }))
})

describe('the address of a call', () => {
  it('keeps zoom, selection, tab and filters of events', () => {
    const view = {
      t: '1000-5000',
      who: 'p',
      tab: 'events',
      finding: 'i',
      event: 'e',
      category: 'track',
      q: 'a b',
    } as const
    expect(readCallView(parseQuery(formatQuery(view)))).toEqual(view)
    expect(readCallView({ t: '5-1', tab: 'findings', category: 'unheard-of' })).toEqual({})
  })

  it.each([
    ['1000-5000', { from: 1000, to: 5000 }],
    ['5000-1000', undefined],
    ['1-', undefined],
    ['1e3-2e3', undefined],
    [undefined, undefined],
  ])('zooms to %s', (t, window) => expect(readWindow(t)).toEqual(window))

  it('says the zoom in whole milliseconds', () => expect(writeWindow({ from: 10.4, to: 20.6 })).toBe('10-21'))
})

describe('the address to go on to after a sign-in', () => {
  it.each([
    ['/calls?last=7d', '/calls?last=7d'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['https://evil.example', '/'],
    [undefined, '/'],
  ])('of %s is %s', (next, address) => expect(localAddress(next)).toBe(address))
})
