import { diffArrays } from 'diff'
import { readSections, type SdpSection } from './sections.ts'

interface SdpLine {
  state: 'same' | 'added' | 'removed'
  text: string
}

/** A section beside the one of the description before. */
export interface ComparedSection {
  /** Of the later description; undefined when it is gone. */
  now: SdpSection | undefined
  /** Of the earlier description; undefined when it is new, and where nothing is compared with. */
  before: SdpSection | undefined
  state: 'same' | 'changed' | 'added' | 'removed'
  lines: SdpLine[]
}

/** Sections of a description, matched by mid with those of an earlier one. @param before undefined: nothing to compare with */
export function compareDescriptions(before: string | undefined, sdp: string): ComparedSection[] {
  const sections = readSections(sdp)
  if (before === undefined) {
    return sections.map(now => ({ now, before: undefined, state: 'same', lines: marked(now.lines, 'same') }))
  }
  const earlier = new Map(readSections(before).map(section => [section.id, section]))
  const compared = sections.map(now => compareSections(earlier.get(now.id), now))
  const gone = [...earlier.values()].filter(({ id }) => !sections.some(section => section.id === id))
  return [
    ...compared,
    ...gone.map(
      (section): ComparedSection => ({
        now: undefined,
        before: section,
        state: 'removed',
        lines: marked(section.lines, 'removed'),
      }),
    ),
  ]
}

function compareSections(before: SdpSection | undefined, now: SdpSection): ComparedSection {
  if (before === undefined) return { now, before, state: 'added', lines: marked(now.lines, 'added') }
  const lines = diffArrays(before.lines, now.lines).flatMap(({ added, removed, value }) =>
    marked(value, added ? 'added' : removed ? 'removed' : 'same'),
  )
  return { now, before, state: lines.every(({ state }) => state === 'same') ? 'same' : 'changed', lines }
}

const marked = (lines: readonly string[], state: SdpLine['state']): SdpLine[] => lines.map(text => ({ state, text }))
