import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { issueCatalog } from '../../../src/domain/issues/catalog.ts'
import { findingCodes, momentCodes } from '../../../src/domain/issues/codes.ts'
import { causalRank, inVerdict, issueText } from '../../../src/domain/issues/issue-kind.ts'

describe.each(Object.entries(issueCatalog))('the issue %s', (code, { title, explanation }) => {
  it('has a title, and says in a sentence or two what to look at', () => {
    expect(title).toMatch(/^[A-Z][^.]{5,80}$/)
    expect(explanation).toMatch(/^[A-Z].*\.$/)
    expect(explanation.match(/\.( |$)/g)?.length).toBeLessThanOrEqual(2)
  })

  it('is shown with the words of the catalogue', () => {
    expect(issueText(code)).toEqual({ title, explanation })
  })
})

it('an issue that the catalogue does not know is told by its words', () => {
  expect(issueText('strange_thing')).toEqual({ title: 'Strange thing', explanation: '' })
  expect(issueText('constructor').title).toBe('Constructor')
  expect(inVerdict('strange_thing')).toEqual({ text: 'strange thing was found' })
  expect(causalRank('strange_thing')).toBeGreaterThan(causalRank('low_emos'))
})

it('every finding counts in a verdict', () => {
  expect(findingCodes.filter(code => !issueCatalog[code].inVerdict)).toEqual([])
})

it('the contract lists every code', () => {
  const proto = readFileSync('proto/peermetrics/call/v1/issue.proto', 'utf8')
  const comment = /\/\/ Stable code(?<text>[^;]*)\n {2}string code/.exec(proto)?.groups?.['text'] ?? ''
  const listed: string[] = comment.match(/\b[a-z]+(?:_[a-z]+)*\b(?=[,.]| and )/g) ?? []
  const codes = [...momentCodes, ...findingCodes]
  expect(codes.filter(code => !listed.includes(code))).toEqual([])
  expect(listed.filter(word => word.includes('_') && !(word in issueCatalog))).toEqual([])
})

it('the documentation lists every code', () => {
  const documented: string[] = readFileSync('docs/findings.md', 'utf8').match(/`[a-z]+(?:_[a-z]+)*`/g) ?? []
  const codes = [...momentCodes, ...findingCodes]
  expect(codes.filter(code => !documented.includes(`\`${code}\``))).toEqual([])
})
