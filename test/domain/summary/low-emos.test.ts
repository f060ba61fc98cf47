import { describe, expect, it } from 'vitest'
import { LowEmos } from '../../../src/domain/summary/low-emos.ts'
import { type StatsSnapshot, statsSnapshot } from '../../../src/domain/summary/stats-snapshot.ts'
import { hasSharedData } from '../../support/shared-data.ts'
import { demoCall, goldenEmosReports, reported } from './recorded-stats.ts'

const INTERVAL_MS = 10_000

function issuesOf(snapshots: readonly (StatsSnapshot | null)[], intervalMs = INTERVAL_MS) {
  const low = new LowEmos()
  for (const snapshot of snapshots) if (snapshot) low.add(snapshot)
  return low.issues(intervalMs)
}

/** Snapshots of one participant with these values, a value of a second track beside the first where it is a pair. */
const heard = (values: readonly (number | null | [number, number])[], participant = 0) =>
  values.map(value => {
    const snapshot = statsSnapshot(reported({ connection: { id: 'cp' } }, { participant }))
    const emos = Array.isArray(value) ? value : [value]
    snapshot?.data.audio.inbound.push(...emos.map(one => ({ id: 'IT1', mediaType: 'audio', emos: one })))
    return snapshot
  })

describe('low emos', () => {
  it('is what the existing server found in the golden conversation', () => {
    expect(issuesOf(goldenEmosReports.map(report => statsSnapshot(reported(report, {}))))).toEqual([
      {
        code: 'very_low_emos',
        type: 'error',
        conference: 'conference',
        participant: 'participant 0',
        session: 'session 0',
        data: { average: 1.44 },
      },
    ])
  })

  it.runIf(hasSharedData())('is nothing in the demo call', () => {
    expect(issuesOf(demoCall().map(statsSnapshot))).toEqual([])
  })

  it('has the mean that the existing server stored', () => {
    expect(issuesOf(heard([3.56, 3.56, 3.69, 3.56, 3.63, 3.56]))).toMatchObject([
      { data: { average: 3.5933333333333333 } },
    ])
  })

  it.each<[string, (number | null | [number, number])[], number, string[]]>([
    ['two values of 10 s', [3.5, 3.5], 10_000, []],
    ['three values of 10 s', [3.5, 3.5, 3.5], 10_000, ['low_emos']],
    ['three of 5 s', [3.5, 3.5, 3.5], 5000, []],
    ['six of 5 s', [3.5, 3.5, 3.5, 3.5, 3.5, 3.5], 5000, ['low_emos']],
    ['values apart', [3.5, 4.2, 3.5, null, 3.5], 10_000, ['low_emos']],
    ['values at 4', [4, 4, 4, 4], 10_000, []],
    ['values at 3', [3, 3, 3], 10_000, ['low_emos']],
    ['values below 3', [2.99, 2.99, 2.99], 10_000, ['very_low_emos']],
    ['both, neither long enough', [2, 2, 3.5, 3.5], 10_000, []],
    ['both', [2, 2, 2, 3.5, 3.5, 3.5], 10_000, ['low_emos', 'very_low_emos']],
    ['two tracks at once', [[3.5, 3.5], 3.5], 10_000, ['low_emos']],
  ])('finds in %s what the rule says', (_, values, intervalMs, codes) => {
    expect(issuesOf(heard(values), intervalMs).map(issue => issue.code)).toEqual(codes)
  })

  it('counts each participant alone', () => {
    expect(issuesOf([...heard([3.5, 3.5]), ...heard([3.5, 3.5], 1)])).toEqual([])
    expect(issuesOf([...heard([3.5, 3.5, 3.5]), ...heard([4.4], 1)])).toMatchObject([{ participant: 'participant 0' }])
  })
})
