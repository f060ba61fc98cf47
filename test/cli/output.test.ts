import { create, fromJson, type JsonObject } from '@bufbuild/protobuf'
import { ValueSchema } from '@bufbuild/protobuf/wkt'
import { IssueSchema, IssueSeverity } from '@peermetrics/client/call/v1'
import fc from 'fast-check'
import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'
import { placedIssues } from '../../packages/cli/src/output/findings.ts'
import { jsonText } from '../../packages/cli/src/output/printer.ts'
import { type Column, tableLines } from '../../packages/cli/src/output/table.ts'
import { cutTo, escapeControlCharacters } from '../../packages/cli/src/output/terminal-text.ts'
import { durationText } from '../../packages/cli/src/output/values.ts'

const columns: Column<[string, string]>[] = [
  { title: 'NAME', text: ([name]) => name },
  { title: 'N', text: ([, number]) => number },
]

const plain = { leaveOut: [], colour: (_tone: unknown, text: string) => text }

const lines = (rows: [string, string][], width?: number) => tableLines(columns, { ...plain, width })(rows)

const at = (seconds: number) => ({ seconds: BigInt(seconds), nanos: 0 })

const issue = (code: string, participantId: string, start: number, data: JsonObject = {}) =>
  create(IssueSchema, {
    code,
    participantId,
    severity: code === 'reconnected' ? IssueSeverity.ERROR : IssueSeverity.WARNING,
    startTime: at(start),
    endTime: at(start + 10),
    data: fromJson(ValueSchema, data),
  })

describe('findings', () => {
  it('stand below their cause, whoever has it, errors first', () => {
    const placed = placedIssues([
      issue('high_rtt', 'bob', 1),
      issue('video_freeze', 'bob', 25, { causedBy: ['high_packet_loss'] }),
      issue('high_packet_loss', 'bob', 20, {
        causedBy: ['bandwidth_limited'],
        causedAt: { bandwidth_limited: 'alice' },
      }),
      issue('bandwidth_limited', 'alice', 19),
      issue('reconnected', 'bob', 50, { causedBy: ['gone'] }),
    ])
    expect(placed.map(({ issue, depth }) => `${depth} ${issue.code}`)).toEqual([
      '0 reconnected',
      '0 high_rtt',
      '0 bandwidth_limited',
      '1 high_packet_loss',
      '2 video_freeze',
    ])
  })

  it('that name each other as their cause are shown once', () => {
    const placed = placedIssues([
      issue('high_rtt', 'bob', 1, { causedBy: ['high_jitter'] }),
      issue('high_jitter', 'bob', 2, { causedBy: ['high_rtt'] }),
    ])
    expect(placed.map(({ issue }) => issue.code)).toEqual(['high_rtt', 'high_jitter'])
  })
})

describe('a table', () => {
  it('is aligned, whatever the width of its characters', () => {
    const rows = lines([
      ['Ann', '1'],
      ['山田', '2'],
      ['👩‍👩‍👧', '3'],
    ])
    const starts = rows.map(row => stringWidth(row.slice(0, row.search(/[N123]$/))))
    expect(new Set(starts).size).toBe(1)
  })

  it('has its titles once, also when rows come later', () => {
    const more = tableLines(columns, { ...plain, width: undefined })
    expect(more([['Ann', '1']])).toHaveLength(2)
    expect(more([['Bob', '2']])).toEqual(['Bob   2'])
  })

  it('is cut to the terminal, and only there', () => {
    expect(lines([['x'.repeat(50), '1']], 20).map(line => stringWidth(line))).toEqual([20, 20])
    expect(lines([['x'.repeat(50), '1']])[1]).toBe(`${'x'.repeat(50)}  1`)
  })

  it('never is wider than the terminal and never obeys its data', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), fc.integer({ min: 1, max: 60 }), (a, b, width) => {
        for (const line of lines([[a, b]], width)) {
          expect(stringWidth(line)).toBeLessThanOrEqual(width)
          expect(line).not.toMatch(/\p{Cc}/u)
        }
      }),
    )
  })
})

describe('a text for the terminal', () => {
  it.each([
    ['short', 10, 'short'],
    ['exactly', 7, 'exactly'],
    ['too long', 5, 'too …'],
    ['山田太郎', 5, '山田…'],
    ['山田太郎', 4, '山…'],
  ])('%s is cut to %i columns', (text, columnCount, cut) => expect(cutTo(text, columnCount)).toBe(cut))

  it('has no control characters left', () => {
    expect(escapeControlCharacters('a\u001b[2Jb\nc\u009bd\u0000')).toBe('a\uFFFD[2Jb\uFFFDc\uFFFDd\uFFFD')
  })

  it('as JSON says the same without them', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), value => {
        expect(jsonText(value)).not.toMatch(/\p{Cc}/u)
        expect(JSON.parse(jsonText(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })
})

describe('a duration', () => {
  it.each([
    [0n, ''],
    [59n, '0:00:59'],
    [3723n, '1:02:03'],
    [360_000n, '100:00:00'],
  ])('of %i s is %s', (seconds, expected) => {
    expect(durationText({ $typeName: 'google.protobuf.Duration', seconds, nanos: 0 })).toBe(expected)
  })
})
