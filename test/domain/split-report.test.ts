import { describe, expect, it } from 'vitest'
import { splitReport } from '../../src/domain/stats/split-report.ts'
import { uuidBefore } from '../../src/domain/values/uuid.ts'

describe('a stats report taken apart', () => {
  it('has one part for each stream of a known track, and what is left for the connection', () => {
    const heard = { id: 'a', track: { trackIdentifier: 'heard' } }
    const sent = { id: 'b', track: {}, trackIdentifier: 'sent' }
    const layer = { id: 'c', track: {}, trackIdentifier: 'sent' }
    const report = {
      audio: { inbound: [heard], outbound: [] },
      video: { inbound: [{ id: 'untied' }], outbound: [sent, layer, 'odd'] },
      connection: { id: 'pair' },
      remote: {},
    }
    const { tracks, rest } = splitReport(report)
    expect(tracks.map(({ trackId, rtp }) => [trackId, rtp])).toEqual([
      ['heard', heard],
      ['sent', sent],
      ['sent', layer],
    ])
    expect(rest).toEqual({
      video: { inbound: [{ id: 'untied' }], outbound: ['odd'] },
      connection: { id: 'pair' },
      remote: {},
    })
    expect(report.audio.inbound).toEqual([heard])
  })

  it.each([{}, { audio: 'odd', video: null }, { audio: { inbound: 5 } }, { connection: [] }])(
    'copes with %j',
    report => {
      expect(splitReport(report as never).tracks).toEqual([])
    },
  )
})

describe('the id before another one', () => {
  it.each([
    ['01a1b94f-63a3-7af8-8a50-eba2a75e19c2', 1, '01a1b94f-63a3-7af8-8a50-eba2a75e19c1'],
    ['01a1b94f-63a3-7af8-8a50-000000000000', 1, '01a1b94f-63a3-7af8-8a4f-ffffffffffff'],
    ['00000000-0000-0000-0000-000000000001', 2, 'ffffffff-ffff-ffff-ffff-ffffffffffff'],
    ['0000000f-0000-0000-0000-000000000000', 0, '0000000f-0000-0000-0000-000000000000'],
  ])('of %s by %i is %s', (id, steps, expected) => {
    expect(uuidBefore(id, steps)).toBe(expected)
  })
})
