import { hiddenTables, scopedTables } from '../../src/storage/access/scoped-reader.ts'
import { channels } from '../../src/telemetry/channels.ts'

const tables = new Set<string>([...Object.keys(scopedTables), ...hiddenTables])

const isEvent = (name: string) => name === 'event' || name.startsWith('event_')

/** Names that a statement reads from or writes to: after a keyword, and further ones of a list. */
const reference =
  /\b(from|join|update|using|into)\s+(?:only\s+)?(\w+)(?:\s+(?:as\s+)?(?!join|where|cross|left|using)\w+)?((?:\s*,\s*\w+)*)/gi

/**
 * Other tables that a statement brings together with what it reads of `event`: a distributed table is joined with values only.
 * What is merely inserted into it may come from anywhere.
 */
export function tablesJoinedWithEvent(sql: string): string[] {
  const found = [...sql.matchAll(reference)].flatMap(([, keyword = '', first = '', more = '']) =>
    [first, ...more.split(',').map(name => name.trim())].map(name => ({ keyword: keyword.toLowerCase(), name })),
  )
  const readsEvent = found.some(({ keyword, name }) => keyword !== 'into' && isEvent(name))
  if (!readsEvent) return []
  return [...new Set(found.map(({ name }) => name).filter(name => tables.has(name) && !isEvent(name)))]
}

const looked = new Set<string>()
const offending: string[] = []

/** Statements of this process that joined `event` with another table since the last call. */
export const takeEventJoins = (): string[] => offending.splice(0)

channels.statement.subscribe(({ sql }) => {
  if (looked.has(sql)) return
  looked.add(sql)
  const joined = tablesJoinedWithEvent(sql)
  if (joined.length > 0) offending.push(`${joined.join(', ')}: ${sql.replace(/\s+/g, ' ').trim()}`)
})
