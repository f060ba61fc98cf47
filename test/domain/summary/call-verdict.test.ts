import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { callVerdict } from '../../../src/domain/summary/call-verdict.ts'
import { SummaryFold } from '../../../src/domain/summary/summary-fold.ts'
import { verdictWithout } from '../../../src/domain/summary/without-participant.ts'
import { hasSharedData, sharedPath } from '../../support/shared-data.ts'
import { reportReader } from '../scores/report-reader.ts'
import { reported } from './recorded-stats.ts'

const until = new Date(Date.UTC(2026, 0, 1, 1))

describe('callVerdict', () => {
  it('judges everybody who reported, and those of whom only issues are known', () => {
    const scores = [
      { participant: 'alice', audio: null, video: null, observedSeconds: 60, mediaReceived: true as const },
    ]
    const verdict = callVerdict({
      scores,
      findings: [],
      issues: [
        { code: 'no_media_access', participantId: 'bob' },
        { code: 'multiple_rejoins', participantId: 'carol' },
        { code: 'strange', participantId: null },
      ],
      until,
    })
    expect(verdict.participants.map(one => [one.participant, one.verdict?.quality])).toEqual([
      ['alice', 'good'],
      ['bob', 'bad'],
      ['carol', undefined],
    ])
    expect(verdict.conference).toEqual({
      quality: 'bad',
      reason: '1 of 2 participants had trouble: no camera, microphone or screen could be accessed.',
      code: 'no_media_access',
    })
    expect(JSON.parse(JSON.stringify(verdict))).toEqual(verdict)
  })

  it('is none for an empty call', () => {
    expect(callVerdict({ scores: [], findings: [], issues: [], until })).toEqual({ conference: null, participants: [] })
  })

  const names = new Map([
    ['a', 'Alice'],
    ['b', 'Bob'],
  ])
  const heard = (participant: string) => ({
    participant,
    audio: null,
    video: null,
    observedSeconds: 100,
    mediaReceived: true as const,
  })
  const finding = (participantId: string, code: string, seconds: number) => ({
    participantId,
    code,
    type: 'warning' as const,
    startedAt: new Date(until.getTime() - 1000 * seconds),
    endedAt: null,
  })

  it('tells those who could not hear somebody whom, and nobody that it was their own fault', () => {
    const findings = [finding('a', 'silent_microphone', 100)]
    const verdict = callVerdict({ scores: [heard('a'), heard('b')], findings, issues: [], until, names })
    const reason = 'Alice could not be heard: their microphone was silent for 1 min 40 s.'
    expect(verdict.participants.map(one => [one.verdict?.quality, one.verdict?.reason])).toEqual([
      ['fair', 'The microphone was silent for 1 min 40 s.'],
      ['poor', reason],
    ])
    expect(verdict.conference?.reason).toBe(`2 of 2 participants had trouble: ${reason}`)
  })

  it('names the participant at whom a cause lies, until that one is erased', () => {
    const jerky = { ...finding('b', 'low_frame_rate', 50), causedBy: ['cpu_limited'], causedAt: { cpu_limited: 'a' } }
    const findings = [finding('a', 'cpu_limited', 60), jerky]
    const verdict = callVerdict({ scores: [heard('a'), heard('b')], findings, issues: [], until, names })
    expect(verdict.participants[1]?.verdict).toMatchObject({ code: 'cpu_limited', names: ['a'] })
    expect(verdict.participants[1]?.verdict?.reason).toBe(
      'The processor of Alice could not keep up with the video that was sent for 1 min, so video was jerky for 50 s.',
    )
    const left = verdictWithout(verdict, 'a')
    expect(JSON.stringify(left)).not.toContain('Alice')
    expect(left.participants.map(one => one.participant)).toEqual(['b'])
    expect(left.participants[0]?.verdict?.reason).toMatch(/^The processor of another participant could not keep up/)
  })

  it('says who could be neither heard nor seen', () => {
    const missing = (kind: 'audio' | 'video') => ({ ...finding('b', 'no_inbound_media', 90), kind, peerId: 'a' })
    const findings = [missing('audio'), missing('video')].map(one => ({ ...one, type: 'error' as const }))
    const verdict = callVerdict({ scores: [heard('a'), heard('b')], findings, issues: [], until, names })
    expect(verdict.participants.map(one => [one.verdict?.quality, one.verdict?.reason])).toEqual([
      ['good', 'Nothing went wrong that people would have noticed.'],
      ['bad', 'Alice could be neither heard nor seen for 1 min 30 s.'],
    ])
  })

  it('charges nobody with a connection whose peer had left, or that came back', () => {
    const issues = ['connection_disconnected', 'connection_failed'].map(code => ({
      code,
      participantId: 'b',
      connectionId: 'c1',
    }))
    const excused = new Set(['c1'])
    const verdict = callVerdict({ scores: [heard('b')], findings: [], issues, until, excused })
    expect(verdict.conference?.quality).toBe('good')
    expect(callVerdict({ scores: [heard('b')], findings: [], issues, until }).conference?.quality).toBe('poor')
  })
})

interface Sent {
  method: string
  path: string
  page: string
  t_ms: number
  body: string | { connectionId: string; delta?: number; data: unknown } | null
}

/** The verdict on a recorded call by its scores alone. */
function verdictByScores(file: string) {
  const { requests, interval_ms } = JSON.parse(readFileSync(file, 'utf8')) as { requests: Sent[]; interval_ms: number }
  const stats = requests
    .filter(({ method, path, body }) => method === 'POST' && path.endsWith('/stats') && body)
    .map(({ page, t_ms, body }) => {
      const { delta = 0, data } = typeof body === 'string' ? JSON.parse(body) : body
      return reported(data, { participant: page.startsWith('alice') ? 0 : 1, atMs: t_ms - delta })
    })
    .toSorted((one, other) => one.createdAt.getTime() - other.createdAt.getTime())
  const fold = new SummaryFold(interval_ms)
  const readers = new Map<string, ReturnType<typeof reportReader>>()
  for (const one of stats) {
    const read = readers.get(one.connection) ?? reportReader(interval_ms)
    readers.set(one.connection, read)
    fold.add(one, read(one.report, one.createdAt.getTime()))
  }
  return callVerdict({ scores: fold.result().participants, findings: [], issues: [], until }).conference
}

const folder = sharedPath('data/impaired-calls/')
const recorded = hasSharedData() ? readdirSync(folder).filter(name => name.endsWith('.json')) : []

describe.runIf(hasSharedData())('the scores of recorded calls', () => {
  it.each(recorded.filter(name => /^(01|02|03|04|05|07|23|27|30)/.test(name)))('are good in %s', name => {
    expect(verdictByScores(folder + name)?.quality).toBe('good')
  })

  it.each(recorded.filter(name => /^(08|11)/.test(name)))('hear the loss or the delay in %s', name => {
    expect(verdictByScores(folder + name)).toMatchObject({ quality: 'poor', code: 'audio_score' })
  })
})
