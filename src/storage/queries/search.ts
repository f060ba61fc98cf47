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

/** Hits of one kind by the columns that may be alike. The `%` operator is what the trigram indexes answer. */
function hits(kind: SearchKind, columns: readonly string[]): string {
  const isAlike = columns.map(column => `${column} % $1`).join(' or ')
  const similarity = columns.map(column => `coalesce(similarity(${column}, $1), 0)`).join(', ')
  const externalId = columns.includes('external_id') ? 'external_id' : 'null'
  return `(select '${kind}' as kind, id, name, ${externalId} as external_id,
                  case when id = $2::uuid then 2 else greatest(${similarity}) end as similarity
             from ${kind} where ${isAlike} or id = $2::uuid
            order by similarity desc, id desc limit $3)`
}

const statement = `
  select kind, id, name, external_id as "externalId" from (
    ${hits('conference', ['external_id', 'name'])} union all
    ${hits('participant', ['external_id', 'name'])} union all
    ${hits('app', ['name'])} union all
    ${hits('organization', ['name'])}) hit
   order by similarity desc, kind, id desc limit $3`

/** The most similar things, most similar first; a thing with just that UUID comes before all. */
export const searchNames = (
  reader: ScopedReader,
  { text, uuid, limit }: { text: string; uuid: string | undefined; limit: number },
): Promise<SearchHit[]> => reader.query<SearchHit>(statement, [text, uuid ?? null, limit])
