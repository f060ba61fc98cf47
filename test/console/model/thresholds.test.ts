import { describe, expect, it } from 'vitest'
import {
  groupThresholds,
  isChanged,
  type Threshold,
  thresholdWords,
  typedOf,
  valuesOf,
} from '../../../console/src/model/thresholds.ts'

const threshold = (name: string, ...findings: string[]): Threshold => ({
  name,
  unit: 's',
  defaultValue: 5,
  least: 0,
  most: 10,
  isWhole: false,
  findings,
})

describe('thresholds', () => {
  it('of the same findings stand together', () => {
    const groups = groupThresholds(
      [threshold('window'), threshold('loss', 'Loss'), threshold('freeze', 'Freeze'), threshold('lossEnd', 'Loss')],
      'All',
    )
    expect(groups.map(({ title, thresholds }) => [title, ...thresholds.map(({ name }) => name)])).toEqual([
      ['All', 'window'],
      ['Loss', 'loss', 'lossEnd'],
      ['Freeze', 'freeze'],
    ])
  })

  it('that the console does not know are named by the words of their name', () => {
    expect(thresholdWords('maxQueueSeconds')).toBe('Max queue seconds')
  })

  it.each([
    [{}, {}, false],
    [{ loss: 3 }, { loss: '3' }, false],
    [{ loss: 3 }, { loss: '3.0' }, false],
    [{ loss: 3 }, { loss: '4' }, true],
    [{ loss: 3 }, { loss: '' }, true],
    [{}, { loss: '0' }, true],
    [{}, { loss: ' ' }, false],
  ])('of %j are changed by %j: %j', (own, typed, expected) => {
    expect(isChanged(own, typed)).toBe(expected)
  })

  it('are saved as typed, without those that are empty', () => {
    expect(valuesOf({ ...typedOf({ loss: 3, freeze: 20 }), freeze: '' })).toEqual({ loss: 3 })
  })
})
