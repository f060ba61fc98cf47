import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { callVerdict } from '../../../src/domain/summary/call-verdict.ts'
import { SummaryFold } from '../../../src/domain/summary/summary-fold.ts'
import { hasSharedData, sharedPath } from '../../support/shared-data.ts'
import { reportReader } from '../scores/report-reader.ts'
import { reported } from './recorded-stats.ts'

const until = new Date(Date.UTC(2026, 0, 1, 1))

describe('callVerdict', () => {
  it('judges everybody who reported, and those of whom only issues are known', () => {
    const scores = [{ participant: 'alice', audio: null, video: null, observedSeconds: 60 }]
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
