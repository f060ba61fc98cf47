import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { judge } from '../../../src/diagnose/judgement.ts'
import { type RecordedCall, readRecordedCall } from '../../../src/diagnose/recorded-call.ts'
import { hasSharedData, sharedPath } from '../../support/shared-data.ts'
import {
  asText,
  interpolated,
  type Leave,
  left,
  lossy,
  relayed,
  shiftedClocks,
  shuffled,
  thinned,
  without,
  withoutEvents,
} from './call-variations.ts'

const FOLDER = 'data/impaired-calls'
const YEAR_MS = 365 * 24 * 3_600_000

const firefox = [
  'responsesReceived',
  'requestsReceived',
  'totalRoundTripTime',
  'freezeCount',
  'totalFreezesDuration',
  'pauseCount',
  'totalPausesDuration',
  'jitterBufferMinimumDelay',
  'jitterBufferTargetDelay',
  'lastPacketReceivedTimestamp',
]

const seeds = [1, 2, 3, 4, 5, 6]

const variations: Record<string, (call: RecordedCall) => RecordedCall> = {
  'as recorded': call => call,
  'without what Firefox leaves out': without(...firefox),
  'without what Safari leaves out': without(
    'freezeCount',
    'totalFreezesDuration',
    'pauseCount',
    'totalPausesDuration',
    'contentType',
  ),
  'without concealment': without('concealedSamples', 'silentConcealedSamples', 'concealmentEvents'),
  'without events that old SDKs do not send': withoutEvents('ontrack', 'unmute', 'mediaDeviceChange', 'peerDetails'),
  'every second': interpolated(5),
  'every 10 s': thinned(2),
  'every 15 s': thinned(3),
  'every 30 s': thinned(6),
  'with clocks a year off': shiftedClocks(YEAR_MS),
  'with numbers as text': asText,
  'over a TURN server by TLS': relayed('tls'),
  ...Object.fromEntries(seeds.map(seed => [`with reports lost and doubled (${seed})`, lossy(seed)])),
  ...Object.fromEntries(seeds.map(seed => [`out of order (${seed})`, shuffled(seed)])),
}

/** Impairments that a variation takes the evidence of away. */
const beyond: Record<string, string[]> = {
  // Less than 100 ms of buffer without word of what of it the network needs.
  'without what Firefox leaves out': ['13a-jitter-80-inorder: jitter alice'],
}

describe.runIf(hasSharedData())('recorded calls show no more and no other trouble', () => {
  const files = hasSharedData() ? readdirSync(sharedPath(FOLDER)) : []

  it.each(Object.entries(variations))('%s', async (name, vary) => {
    for (const file of files) {
      const { call, expected, unexplained, verdicts } = judge(
        vary(await readRecordedCall(sharedPath(`${FOLDER}/${file}`))),
      )
      const missed = expected.filter(({ shownBy }) => shownBy.length === 0)
      const known = beyond[name]?.filter(text => text.startsWith(call.name)) ?? []
      expect(missed.map(({ label, person }) => `${call.name}: ${label.what} ${person}`)).toEqual(known)
      expect(unexplained, call.name).toEqual([])
      const wrong = verdicts.filter(({ isRight, person }) => !isRight && !known.some(text => text.endsWith(person)))
      expect(wrong, call.name).toEqual([])
    }
  })
})

describe.runIf(hasSharedData())('whoever stays is not charged with the end of their peer', () => {
  const intervals = { '5 s': (call: RecordedCall) => call, '10 s': thinned(2), '15 s': thinned(3), '30 s': thinned(6) }
  const leaves: Leave[] = ['unload', 'beforeunload', 'removeConnection', 'closed', 'crash']

  // Nothing comes from 40 s on: as for somebody whose peer is gone.
  it.each(leaves)('who leaves by %s', async how => {
    const recorded = await readRecordedCall(sharedPath(`${FOLDER}/18-blackout-permanent.json`))
    for (const [interval, vary] of Object.entries(intervals)) {
      for (const call of [vary(recorded), without(...firefox)(vary(recorded))]) {
        for (const [who, other] of [
          ['alice', 'bob'],
          ['bob', 'alice'],
        ] as const) {
          for (const at of [36, 39.5, 40, 42]) {
            const { found, verdicts } = judge(left(who, at, how)(call))
            const about = `${who} at ${at} s, every ${interval}`
            expect(verdicts.find(({ person }) => person === other)?.verdict?.quality, about).toBe('good')
            const charged = found.filter(one => one.ours && one.participantId === other)
            expect(
              charged.filter(({ causedBy }) => !causedBy.includes('left_abruptly')),
              about,
            ).toEqual([])
          }
        }
      }
    }
  })
})

describe.runIf(hasSharedData())('a TURN server that is reached by TCP or TLS', () => {
  it.each(['tcp', 'tls'] as const)('is named beside trouble of the network: %s', async protocol => {
    const call = relayed(protocol)(await readRecordedCall(sharedPath(`${FOLDER}/11-rtt-600.json`)))
    const over = new RegExp(
      `^The delay of the network was high over a TURN server by ${protocol.toUpperCase()} for 1 min`,
    )
    for (const { verdict } of judge(call).verdicts) expect(verdict?.reason).toMatch(over)
  })
})
