import type { ScopedReader } from '../access/scoped-reader.ts'

type SearchKind = 'conference' | 'participant' | 'app' | 'organization'

/** Something that is called like the words that were looked for. */
export interface SearchHit {
  kind: SearchKind
  id: string
  name: string | null
  /** The application's own id; null for apps and organizations. */
  externalId: string | null
}

type Column = 'external_id' | 'name'

/** Parameters of the statement. `after` is the end of the range of texts that begin with `text`, in the order of bytes. */
const parameters = { text: '$1', uuid: '$2::uuid', limit: '$3', after: '$4' }
const { text, uuid, limit, after } = parameters

const hasExternalId = (kind: SearchKind) => kind === 'conference' || kind === 'participant'

const hits = (kind: SearchKind, rest: string) =>
  `(select '${kind}' as kind, hit.id, hit.name, ${hasExternalId(kind) ? 'hit.external_id' : 'null'} as external_id ${rest})`

/** The thing with a UUID. */
const identified = (kind: SearchKind) => hits(kind, `from ${kind} hit where id = ${uuid}`)

/** The hits by one column. `%` cuts off what is not alike, `<->` is the order in which the index gives them. */
const alike = (kind: SearchKind, column: Column) =>
  hits(kind, `from ${kind} hit where ${column} % ${text} order by ${column} <-> ${text} limit ${limit}`)

/** What begins with the text, in the order of the index: what is called just so comes first. */
const begunBy = (column: Column) =>
  `${column} ~>=~ ${text} and ${column} ~<~ ${after} order by ${column} using ~<~ limit ${limit}`

/** The index is by app. */
const begunByInApps = (kind: 'conference' | 'participant', column: Column) =>
  hits(
    kind,
    `from app, lateral (select * from ${kind} where ${kind}.app_id = app.id and ${kind}.${begunBy(column)}) hit`,
  )

const ofCalls = (kind: 'conference' | 'participant') =>
  (['external_id', 'name'] as const).flatMap(column => [alike(kind, column), begunByInApps(kind, column)])

/** Few, so that no index is needed. */
const ofAccounts = (kind: 'app' | 'organization') => [
  alike(kind, 'name'),
  hits(kind, `from ${kind} hit where ${begunBy('name')}`),
]

const branches = [
  ...(['conference', 'participant', 'app', 'organization'] as const).map(identified),
  ...(['conference', 'participant'] as const).flatMap(ofCalls),
  ...(['app', 'organization'] as const).flatMap(ofAccounts),
]

/** True for a hit with a name or external id of which a condition is true. */
const either = (condition: (column: string) => string) =>
  `coalesce(${condition('name')}, false) or coalesce(${condition('external_id')}, false)`

const statement = `
  select kind, id, name, external_id as "externalId" from (select distinct * from (${branches.join(' union all ')}) found) hit
   order by id = ${uuid} desc nulls last,
            ${either(column => `${column} = ${text}`)} desc,
            ${either(column => `lower(${column}) = lower(${text})`)} desc,
            ${either(column => `starts_with(lower(${column}), lower(${text}))`)} desc,
            greatest(similarity(name, ${text}), similarity(external_id, ${text})) desc, kind, id desc
   limit ${limit}`

/** Follows every other character in the order of bytes. */
const LAST_CHARACTER = '\u{10ffff}'

/** A thing with just that UUID comes first, then what is called just so, what begins so, and the most similar. */
export const searchNames = (
  reader: ScopedReader,
  wanted: { text: string; uuid: string | undefined; limit: number },
): Promise<SearchHit[]> =>
  reader.query<SearchHit>(statement, [wanted.text, wanted.uuid ?? null, wanted.limit, wanted.text + LAST_CHARACTER])
