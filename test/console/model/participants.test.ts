import { describe, expect, it } from 'vitest'
import type { Quality } from '../../../console/src/model/call.ts'
import { noCounts } from '../../../console/src/model/participant.ts'
import { type PartsOfCalls, participantUsage } from '../../../console/src/model/participant-usage.ts'
import { countsText, troubleText } from '../../../console/src/model/quality-share.ts'

/** Sessions by the call that they are in: calls 1 to 5, with two sessions in the first. */
const session = (callId: string, browser: string, id = `session in ${callId}`) => ({
  id,
  callId,
  browser,
  operatingSystem: 'Windows 11',
  place: callId === '5' ? '' : 'Berlin, DE',
})

const track = (callId: string, label: string, kind: 'audio' | 'video' = 'audio') => ({
  sessionId: `session in ${callId}`,
  kind,
  label,
})

const connection = (callId: string, path: 'direct' | 'relayed' | undefined, isTcp = false) => ({ callId, path, isTcp })

const parts: PartsOfCalls = {
  sessions: [
    session('1', 'Chrome 156'),
    session('1', 'Chrome 156', 'rejoined'),
    session('2', 'Chrome 156'),
    session('3', 'Firefox 140'),
    session('4', 'Firefox 140'),
    session('5', 'Firefox 140'),
    session('not listed', 'Safari 26'),
  ],
  tracks: [
    track('1', 'Wi-Fi headset'),
    track('1', 'Wi-Fi headset'),
    track('2', 'Wi-Fi headset'),
    track('3', 'Wi-Fi headset'),
    track('4', 'Wi-Fi headset'),
    track('5', 'Wi-Fi headset'),
    track('5', 'Laptop microphone'),
    track('1', 'Camera', 'video'),
    track('2', ''),
    track('of another call', 'Unknown microphone'),
  ],
  connections: [
    connection('1', 'relayed', true),
    connection('1', 'direct'),
    connection('2', 'direct'),
    connection('3', undefined),
  ],
  qualities: new Map<string, Quality>([
    ['1', 'poor'],
    ['2', 'poor'],
    ['3', 'bad'],
    ['4', 'good'],
    ['5', 'unjudged'],
  ]),
}

const said = (things: ReturnType<typeof participantUsage>['browsers']) =>
  things.map(({ name, callCount, counts }) => `${name}: ${callCount} calls, ${troubleText(counts)}`)

describe('what a participant used', () => {
  const usage = participantUsage(parts)

  it.each([
    ['microphones', ['Wi-Fi headset: 5 calls, 3 of 4 poor or bad', 'Laptop microphone: 1 calls, not judged']],
    ['cameras', ['Camera: 1 calls, 1 of 1 poor']],
    ['browsers', ['Firefox 140: 3 calls, 1 of 2 bad', 'Chrome 156: 2 calls, 2 of 2 poor']],
    ['systems', ['Windows 11: 5 calls, 3 of 4 poor or bad']],
    ['paths', ['Direct: 2 calls, 2 of 2 poor', 'Relayed over TCP: 1 calls, 1 of 1 poor']],
    ['places', ['Berlin, DE: 4 calls, 3 of 4 poor or bad']],
  ] as const)('counts a call once for each of the %s, the most used first', (kind, expected) => {
    expect(said(usage[kind])).toEqual(expected)
  })

  it('is nothing where nothing was reported', () => {
    const none = participantUsage({ sessions: [], tracks: [], connections: [], qualities: parts.qualities })
    expect(Object.values(none)).toEqual([[], [], [], [], [], []])
  })
})

describe('shares of quality', () => {
  it.each([
    [{ good: 3, poor: 1 }, '3\u00a0good, 1\u00a0poor', '1 of 4 poor'],
    [{ bad: 2, fair: 1 }, '1\u00a0fair, 2\u00a0bad', '2 of 3 bad'],
    [{ good: 2 }, '2\u00a0good', '0 of 2 poor'],
    [{ unjudged: 4 }, '4\u00a0not judged', 'not judged'],
    [{}, '', 'not judged'],
  ])('of %j', (counts, all, trouble) => {
    const full = { ...noCounts(), ...counts }
    expect([countsText(full), troubleText(full)]).toEqual([all, trouble])
  })
})
