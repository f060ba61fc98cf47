import { describe, expect, it } from 'vitest'
import { packReport, unpackReport } from '../../src/storage/events/report-packing.ts'

const report = (round: number) => ({ connection: { timestamp: 1_764_000_000_000 + round, state: 'succeeded' }, round })
const packed = (round: number) => packReport(Buffer.from(JSON.stringify(report(round))), 0)

describe('a packed report', () => {
  it('is unpacked whether it was packed in a hurry or not', () => {
    const text = Buffer.from(JSON.stringify(report(1)))
    const frames = [true, false].map(inHurry => packReport(text, 0, inHurry))
    expect(frames.map(({ report: frame, dictionary }) => unpackReport(frame, dictionary))).toEqual([
      report(1),
      report(1),
    ])
  })

  it('is unpacked as it was, whatever was packed and unpacked before it', () => {
    const frames = [1, 2, 3].map(packed)
    const unpacked = [2, 0, 1, 2].map(index => unpackReport(frames[index]?.report ?? Buffer.of(), 2))
    expect(unpacked).toEqual([3, 1, 2, 3].map(report))
  })

  it('larger than any real one is unpacked whole', () => {
    const large = {
      entries: Array.from({ length: 20_000 }, (_, index) => ({ id: `entry ${index}`, value: index * 7 })),
    }
    const { report: frame, dictionary } = packReport(Buffer.from(JSON.stringify(large)), 0)
    expect(unpackReport(frame, dictionary)).toEqual(large)
  })

  it('that is damaged fails alone: the next one is read', () => {
    const { report: frame, dictionary } = packed(1)
    const damaged = Buffer.from(frame).fill(0xff, 8, 12)
    for (const broken of [damaged, frame.subarray(0, frame.length - 4), Buffer.of()]) {
      expect(() => unpackReport(broken, dictionary)).toThrow()
      expect(unpackReport(frame, dictionary)).toEqual(report(1))
    }
  })

  it('of a dictionary that this server does not have says so', () => {
    expect(() => unpackReport(packed(1).report, 99)).toThrow('No stats dictionary of version 99')
  })
})
