import { expect, it } from 'vitest'
import { findingCodes } from '../../src/domain/analysis/finding.ts'
import { issueCatalog } from '../../src/domain/issue-catalog.ts'

it.each(Object.entries(issueCatalog))(
  '%s has a title, and says in a sentence or two what to look at',
  (_code, text) => {
    expect(text.title).toMatch(/^[A-Z][^.]{5,80}$/)
    expect(text.explanation).toMatch(/^[A-Z].*\.$/)
    expect(text.explanation.match(/\.( |$)/g)?.length).toBeLessThanOrEqual(2)
  },
)

it('every finding is in the catalogue', () => {
  expect(findingCodes.filter(code => !(code in issueCatalog))).toEqual([])
})
