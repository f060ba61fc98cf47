import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emos } from '../../../src/domain/scores/emos.ts'
import type { JsonObject, JsonValue } from '../../../src/domain/values/json.ts'

/** An inbound report and the other side's, as the recorded conversation sends them. */
const heard = (fields: JsonObject): JsonObject => ({ id: 'IT1', kind: 'audio', type: 'inbound-rtp', ...fields })
const remote = (roundTripTime: JsonValue, packetsSent: JsonValue = 200): JsonObject => ({
  audio: { inbound: [{ roundTripTime }], outbound: [{ localId: 'IT1', packetsSent }] },
  video: {},
})

const delayed = { jitterBufferDelay: 96_000, jitterBufferEmittedCount: 960_000, bitrate: 32_000 }

describe('emos', () => {
  it.each<[string, JsonObject, JsonObject, number | null]>([
    ['delay of 1.2 s', { packetsReceived: 190, packetsLost: 10, ...delayed }, remote(1.2), 1.1],
    ['delay of 1 s', { packetsReceived: 190, packetsLost: 10, ...delayed }, remote(1), 1.48],
    ['half lost by its own count', { packetsReceived: 100, packetsLost: 100, bitrate: 32_000 }, {}, 4.28],
    ['half lost by what was sent', { packetsReceived: 100, packetsLost: 0, bitrate: 32_000 }, remote(0.02), 4.27],
    ['nothing received', { packetsReceived: 0, packetsLost: 0 }, {}, null],
    [
      'error correction, no bitrate',
      { packetsReceived: 1000, packetsLost: 50, fecPacketsReceived: 3 },
      remote(0.3),
      4.26,
    ],
    ['low bitrate', { packetsReceived: 1000, packetsLost: 0, bitrate: 50 }, {}, 3.57],
    ['more received than sent', { packetsReceived: 1000, packetsLost: 0, bitrate: 32_000 }, remote(0), 4.39],
    ['all lost by its own count', { packetsReceived: 0, packetsLost: 40 }, {}, 4.19],
    ['no counters', {}, {}, null],
    ['counters as strings', { packetsReceived: '1000', packetsLost: '1' }, remote('0.3', '5'), null],
    ['nothing sent by the other report', { packetsReceived: 100, packetsLost: 0 }, remote(null, 0), 4.41],
    ['two reports of the other side', { packetsReceived: 100, packetsLost: 0 }, twice(remote(0)), 4.41],
    [
      'remote of odd shape',
      { packetsReceived: 100, packetsLost: 0 },
      { audio: { inbound: 1, outbound: [null] } },
      4.41,
    ],
  ])('gives %s the kept value', (_, fields, other, value) => {
    expect(emos(heard(fields), other)).toBe(value)
  })

  it('is 1 to 5 with two places, or null, for any numbers', () => {
    const number = fc.double({ noNaN: true })
    const fields = fc.dictionary(
      fc.constantFrom(...Object.keys(delayed), 'packetsReceived', 'packetsLost', 'fecPacketsReceived'),
      number,
    )
    fc.assert(
      fc.property(fields, number, number, (inbound, roundTripTime, sent) => {
        const value = emos(heard(inbound), remote(roundTripTime, sent))
        return value === null || (value >= 1 && value <= 5 && Math.round(value * 100) / 100 === value)
      }),
    )
  })
})

function twice(other: JsonObject): JsonObject {
  const { outbound } = other['audio'] as { outbound: JsonValue[] }
  return { audio: { inbound: [], outbound: [...outbound, ...outbound] } }
}
