import type { ScopedReader } from '../scoped-reader.ts'

type SearchKind = 'conference' | 'participant' | 'app' | 'organization'

/** Something that is called like the words that were looked for. */
export interface SearchHit {
  kind: SearchKind
  id: string
  name: string | null
  /** The application's own id; null for apps and organizations. */
  externalId: string | null
}

/** The hits of one kind by one column. `%` cuts off what is not alike, `<->` is the order in which the index gives them. */
const alike = (kind: SearchKind, column: 'external_id' | 'name') =>
  hits(kind, `similarity(${column}, $1)`, `where ${column} % $1 order by ${column} <-> $1 limit $3`)

/** The thing with a UUID. */
const exact = (kind: SearchKind) => hits(kind, '2', 'where id = $2::uuid')

const hits = (kind: SearchKind, similarity: string, rest: string) => `
  (select '${kind}' as kind, id, name, ${hasExternalId(kind) ? 'external_id' : 'null'} as external_id,
          ${similarity} as similarity from ${kind} ${rest})`

const hasExternalId = (kind: SearchKind) => kind === 'conference' || kind === 'participant'

const kinds = ['conference', 'participant', 'app', 'organization'] as const

const branches = kinds.flatMap(kind => [
  exact(kind),
  alike(kind, 'name'),
  ...(hasExternalId(kind) ? [alike(kind, 'external_id')] : []),
])

const statement = `
  select kind, id, name, external_id as "externalId" from (
    select distinct on (kind, id) * from (${branches.join(' union all ')}) hit order by kind, id, similarity desc) best
   order by similarity desc, kind, id desc limit $3`

/** The most similar things, most similar first; a thing with just that UUID comes before all. */
export const searchNames = (
  reader: ScopedReader,
  { text, uuid, limit }: { text: string; uuid: string | undefined; limit: number },
): Promise<SearchHit[]> => reader.query<SearchHit>(statement, [text, uuid ?? null, limit])
