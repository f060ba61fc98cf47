import { describe, expect, it } from 'vitest'
import { type Judgement, judge } from '../src/diagnose/judgement.ts'
import { readRecordedCall } from '../src/diagnose/recorded-call.ts'
import type { Quality } from '../src/domain/issues/quality.ts'
import { hasSharedData, sharedPath } from './support/shared-data.ts'

/** What a case made after a public report is to come to; the README of its folder says what each is about. */
interface Case {
  name: string
  /** Findings of ours that must be there, as `code person from–to` in seconds after connected, ± two intervals. */
  findings?: [code: string, person: string, from: number, to: number][]
  /** Codes that may be found beside them; absent: none. */
  besides?: string[]
  verdicts: Record<string, Quality[] | 'not judged'>
  reason?: RegExp
}

const good = (...people: string[]): Case['verdicts'] => Object.fromEntries(people.map(person => [person, ['good']]))

const cases: Case[] = [
  { name: '01-peer-closed-tab', verdicts: good('alice', 'bob') },
  {
    name: '03-new-connection-after-failure',
    findings: [
      ['reconnected', 'alice', 60, 81.5],
      ['reconnected', 'bob', 60, 81.5],
    ],
    verdicts: { alice: ['good', 'fair'], bob: ['good', 'fair'] },
  },
  { name: '06-idle-receive-transport', verdicts: good('alice') },
  { name: '08-leave-dialog-cancelled', verdicts: good('alice', 'bob') },
  {
    name: '10-red-repairs-loss',
    findings: [['high_packet_loss', 'alice', 29, 180]],
    verdicts: { alice: ['fair', 'poor'] },
    reason: /^Packet loss was high/,
  },
  { name: '12-shared-pdf', verdicts: good('alice') },
  { name: '15-jitter-buffer-target', verdicts: good('alice') },
  { name: '17-probator-firefox', verdicts: good('alice') },
  {
    name: '19-simulcast-top-layer-first',
    findings: [['bandwidth_limited', 'alice', 59, 179]],
    verdicts: { alice: ['fair'] },
    reason: /^Sent video was limited by bandwidth/,
  },
  { name: '23-firefox-stays-disconnected', verdicts: good('alice') },
  {
    name: '25-lid-closed-25s',
    findings: [['high_packet_loss', 'alice', 199, 259]],
    besides: ['audio_concealment', 'very_low_audio_score'],
    verdicts: { alice: ['fair', 'poor'] },
  },
  {
    name: '27-unsigned-packets-lost',
    findings: [['high_packet_loss', 'alice', 89, 239]],
    besides: ['audio_concealment', 'very_low_audio_score'],
    verdicts: { alice: ['poor', 'bad'] },
    reason: /^Packet loss was high/,
  },
  { name: '29-turn-over-tls', verdicts: good('alice') },
  { name: '33-noise-cancelling-microphone', verdicts: good('alice') },
  { name: '35-listener-without-microphone', verdicts: { alice: ['good', 'fair'] } },
  {
    name: '37-numbers-as-strings',
    findings: [['high_packet_loss', 'alice', 29, 179]],
    besides: ['audio_concealment', 'very_low_audio_score'],
    verdicts: { alice: ['poor', 'bad'] },
  },
  {
    name: '39-firefox-outage',
    findings: [['reconnected', 'alice', 59, 104]],
    besides: ['no_inbound_media', 'video_freeze'],
    verdicts: { alice: ['fair', 'poor'] },
    reason: /^The connection was lost for 4\d s/,
  },
  {
    name: '41-freezes-in-track',
    findings: [['video_freeze', 'alice', 59, 119]],
    verdicts: { alice: ['fair'] },
  },
  { name: '44-two-tabs', verdicts: good('alice') },
  { name: '45-bridge-suspended', verdicts: good('alice') },
  { name: '46-data-channel-only', verdicts: { alice: 'not judged' } },
  {
    name: '47-slept-three-hours',
    findings: [['high_packet_loss', 'alice', 11_059, 11_120]],
    besides: ['audio_concealment', 'very_low_audio_score'],
    verdicts: { alice: ['fair', 'poor'] },
  },
]

function expectFindings({ call, found }: Judgement, { findings = [], besides = [] }: Case): void {
  const slack = (2 * call.intervalMs) / 1000
  const ours = found.filter(one => one.ours)
  for (const [code, person, from, to] of findings) {
    const near = ours.filter(one => one.code === code && one.participantId === person)
    expect(near, `${code} of ${person}`).not.toEqual([])
    expect(Math.abs(Math.min(...near.map(one => one.from)) - from)).toBeLessThanOrEqual(slack)
    expect(Math.abs(Math.max(...near.map(one => one.to ?? 0)) - to)).toBeLessThanOrEqual(slack)
  }
  const named = findings.map(([code]) => code)
  expect(ours.map(({ code }) => code).filter(code => !named.includes(code) && !besides.includes(code))).toEqual([])
}

describe.runIf(hasSharedData())('cases from the field', () => {
  it.each(cases)('$name', async known => {
    const judgement = judge(await readRecordedCall(sharedPath(`data/field/${known.name}.json`)))
    expectFindings(judgement, known)
    for (const [person, wanted] of Object.entries(known.verdicts)) {
      const { verdict } = judgement.verdicts.find(one => one.person === person) ?? {}
      if (wanted === 'not judged') expect(verdict).toBeNull()
      else expect(wanted, verdict?.reason).toContain(verdict?.quality)
      if (known.reason) expect(verdict?.reason).toMatch(known.reason)
    }
  })
})
