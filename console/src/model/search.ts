/** Words of which each begins a word of the label, in any order. */
export function isCalled(label: string, query: string): boolean {
  const words = wordsOf(label)
  return wordsOf(query).every(wanted => words.some(word => word.startsWith(wanted)))
}

const wordsOf = (text: string): string[] => text.toLowerCase().split(/\s+/).filter(Boolean)

/** Of each kind the first few, kinds in the order in which they come first. */
export function fewOfEach<Item extends { kind: string }>(items: readonly Item[], most: number): Item[] {
  const kinds = new Set(items.map(({ kind }) => kind))
  return [...kinds].flatMap(wanted => items.filter(({ kind }) => kind === wanted).slice(0, most))
}

/**
 * The path and query of a pasted address of this console: a whole one below `base`, or one that begins with a slash.
 * Undefined for all else.
 */
export function pastedAddress(text: string, base: string): string | undefined {
  const below = text.startsWith(base) ? `/${text.slice(base.length)}` : text
  return below.startsWith('/') && !below.startsWith('//') && below.length > 1 && !/\s/.test(below) ? below : undefined
}

/** The path of a match among the raw data. @param path of its page, which names the call of an event */
export function rawPath({ kind, id, path }: { kind: string; id: string; path: string }): string {
  const [, conferenceId] = /^\/conference\/([\w-]+)/.exec(path) ?? []
  const call = kind === 'event' && conferenceId !== undefined ? `?conference=${conferenceId}` : ''
  return `/admin/records/${kind}/${id}${call}`
}
