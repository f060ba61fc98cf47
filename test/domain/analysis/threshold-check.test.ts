import { describe, expect, it } from 'vitest'
import { checkedThresholds } from '../../../src/domain/analysis/threshold-check.ts'
import { thresholdLimits, thresholdsWith } from '../../../src/domain/analysis/thresholds.ts'
import type { JsonValue } from '../../../src/domain/values/json.ts'

describe('the thresholds of an app', () => {
  it.each<[string, JsonValue]>([
    ['none', {}],
    ['the defaults', { ...thresholdsWith() }],
    ['some', { packetLossPercent: 8, silentSeconds: 60 }],
  ])('are taken as they are: %s', (_what, overrides) => {
    expect(checkedThresholds(overrides)).toEqual(overrides)
  })

  it.each<[JsonValue, string]>([
    [null, 'thresholds must be an object'],
    [[5], 'thresholds must be an object'],
    [{ packetLoss: 5 }, 'thresholds.packetLoss: there is no such threshold'],
    [{ toString: 5 }, 'thresholds.toString: there is no such threshold'],
    [{ packetLossPercent: '5' }, 'thresholds.packetLossPercent must be a number from 0 to 100'],
    [{ packetLossPercent: 101 }, 'thresholds.packetLossPercent must be a number from 0 to 100'],
    [{ packetLossPercent: -1 }, 'thresholds.packetLossPercent must be a number from 0 to 100'],
    [{ roundTripMs: null }, 'thresholds.roundTripMs must be a number'],
    [{ pathChanges: 4.5 }, 'thresholds.pathChanges must be a whole number'],
    [{ windowSeconds: 2 }, 'thresholds.raisedSeconds must not be above thresholds.windowSeconds'],
    [{ packetLossPercent: 0.5 }, 'thresholds.packetLossEndPercent must not be above thresholds.packetLossPercent'],
    [{ audioScore: 2.5 }, 'thresholds.veryLowAudioScore must not be above thresholds.audioScore'],
  ])('are refused by name: %j', (overrides, message) => {
    expect(() => checkedThresholds(overrides)).toThrow(message)
  })

  it('have defaults within their own limits', () => {
    for (const [name, value] of Object.entries(thresholdsWith())) {
      const { least, most } = thresholdLimits[name as keyof typeof thresholdLimits]
      expect([name, value >= least && value <= most]).toEqual([name, true])
    }
  })

  it('that were stored in spite of that are ignored', () => {
    const stored = { roundTripMs: Number.NaN, raisedSeconds: -3, unknown: 7, setupSeconds: 9 }
    expect(thresholdsWith(stored)).toEqual({ ...thresholdsWith(), setupSeconds: 9 })
  })
})
