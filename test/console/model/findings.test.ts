import { describe, expect, it } from 'vitest'
import type { Evidence } from '../../../console/src/model/call.ts'
import { arrangeFindings, evidenceText } from '../../../console/src/model/findings.ts'
import { issue, seconds } from '../support/sample-call.ts'

const evidence = (change: Partial<Evidence>): Evidence => ({
  worst: undefined,
  typical: undefined,
  threshold: undefined,
  samples: undefined,
  unit: '',
  causedBy: [],
  facts: [],
  ...change,
})

const caused = (...causedBy: string[]) => ({ evidence: evidence({ causedBy }) })

describe('findings', () => {
  it('stand by severity and time, consequences beneath their cause', () => {
    const findings = arrangeFindings([
      issue('gaps', 'bob', caused('loss')),
      issue('poor_audio', 'bob', caused('gaps', 'loss')),
      issue('loss', 'bob', { from: seconds(8) }),
      issue('loss', 'alice', { from: seconds(9) }),
      issue('failed', 'bob', { severity: 'error', from: seconds(50), to: seconds(51) }),
    ])
    expect(findings.map(({ issue: { id }, depth }) => [id, depth])).toEqual([
      ['failed of bob', 0],
      ['loss of bob', 0],
      ['gaps of bob', 1],
      ['poor_audio of bob', 1],
      ['loss of alice', 0],
    ])
    expect(findings[1]?.ledTo).toEqual(['gaps'])
    expect(findings[3]?.causes).toEqual(['gaps', 'loss'])
  })

  it('are not put beneath the same trouble of somebody else, of another connection or at another time', () => {
    const findings = arrangeFindings([
      issue('gaps', 'bob', { ...caused('loss'), connectionId: 'one' }),
      issue('loss', 'alice'),
      issue('loss', 'bob', { connectionId: 'another' }),
      issue('loss', 'bob', { from: seconds(40), to: seconds(50) }),
    ])
    expect(findings.map(({ depth }) => depth)).toEqual([0, 0, 0, 0])
  })

  it('are all there when causes name each other', () => {
    const findings = arrangeFindings([issue('one', 'bob', caused('other')), issue('other', 'bob', caused('one'))])
    expect(findings.length).toBe(2)
  })

  it.each([
    [{ worst: 10.887, typical: 8, samples: 17, unit: '%' }, 'Worst 10.9 %, typical 8.0 %, over 17 report intervals'],
    [{ worst: 11, threshold: 5, unit: '%' }, 'Worst 11.0 %, threshold 5.0 %'],
    [{ worst: 6.1, typical: 6.1, samples: 1, unit: 's' }, 'Worst 6.1 s'],
    [{ worst: 0, typical: 0, samples: 17 }, 'Over 17 report intervals'],
    [{}, ''],
  ])('say what was measured: %o', (measured, text) => {
    const sentence = evidenceText(issue('loss', 'bob', { evidence: evidence(measured) }))
    expect(sentence.replaceAll('\u00a0', ' ')).toBe(text)
  })

  it('say of how many a score is', () => {
    const scored = issue('low_audio_score', 'bob', { evidence: evidence({ worst: 2.5 }) })
    expect(evidenceText(scored).replaceAll('\u00a0', ' ')).toBe('Worst 2.5 of 5')
  })
})
