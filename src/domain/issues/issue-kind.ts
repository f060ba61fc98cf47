import { type InVerdict, type IssueKind, issueCatalog } from './catalog.ts'
import type { IssueCode } from './codes.ts'

const codes = Object.keys(issueCatalog)

const isKnown = (code: string): code is IssueCode => Object.hasOwn(issueCatalog, code)

/** Stored issues of a code that is not in the catalogue are told by its words. */
const words = (code: string) => code.replaceAll('_', ' ')

/** Title and explanation of issues of a code. */
export function issueText(code: string): Pick<IssueKind, 'title' | 'explanation'> {
  if (!isKnown(code)) return { title: words(code).charAt(0).toUpperCase() + words(code).slice(1), explanation: '' }
  const { title, explanation } = issueCatalog[code]
  return { title, explanation }
}

/** Weight and words of issues of a code in a verdict; undefined when they have none. */
export const inVerdict = (code: string): InVerdict | undefined =>
  isKnown(code) ? issueCatalog[code].inVerdict : { text: `${words(code)} was found` }

/** An issue as the cause of what others heard and saw. @param name of whom it happened to @param kind of the track */
export function inVerdictOfPeer(code: string, name: string, kind: 'audio' | 'video' | undefined): string {
  const { ofPeer = `${name}: ${inVerdict(code)?.text}` } = inVerdict(code) ?? {}
  return ofPeer.replaceAll('{name}', name).replaceAll('{heard}', kind === 'video' ? 'seen' : 'heard')
}

/** Place in the order of causes; unknown codes come last. */
export const causalRank = (code: string): number => (isKnown(code) ? codes.indexOf(code) : codes.length)
