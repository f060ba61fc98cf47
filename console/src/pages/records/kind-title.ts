import { issueWords } from '../../model/issue-words.ts'
import { text } from '../../text/text.ts'

const titles: Record<string, string | undefined> = text.records.kinds

/** What records of a kind are called; the name of a kind that the console does not know. */
export const kindTitle = (kind: string): string => titles[kind] ?? issueWords(kind)
