const MARK = /\{person:([^}]*)\}/g

/** Stands for somebody in the text of a piece of evidence until it is told. */
export const personIn = (participantId: string): string => `{person:${participantId}}`

/** A text of evidence as people read it. */
export interface NamedText {
  reason: string
  /** Whom it names, by id; absent when nobody. */
  names?: string[]
  /** The same without names, for when one of them is erased. */
  anonymousReason?: string
}

const SOMEBODY = 'another participant'

/** One sentence, with people by name; those without a name are not named. */
export function withNames(text: string, names: ReadonlyMap<string, string>): NamedText {
  const named = [...new Set([...text.matchAll(MARK)].map(([, id = '']) => id))].filter(id => names.get(id))
  const reason = sentence(text.replaceAll(MARK, (_, id: string) => names.get(id) || SOMEBODY))
  if (named.length === 0) return { reason }
  return { reason, names: named, anonymousReason: sentence(text.replaceAll(MARK, SOMEBODY)) }
}

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
