import { findingTexts } from './finding-texts.ts'
import { issueCatalog } from './issue-catalog.ts'

const texts: ReadonlyMap<string, { title: string; explanation: string }> = new Map(
  Object.entries({ ...issueCatalog, ...findingTexts }),
)

/** How issues of a code are shown to people. One that came from elsewhere is told by its words. */
export function issueText(code: string): { title: string; explanation: string } {
  const words = code.replaceAll('_', ' ')
  return texts.get(code) ?? { title: words.charAt(0).toUpperCase() + words.slice(1), explanation: '' }
}
