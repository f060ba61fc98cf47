import type { Quality } from '../../domain/issues/quality.ts'
import type { ScopedReader } from '../access/scoped-reader.ts'

type NamedKind = 'conference' | 'participant' | 'app' | 'organization'

/** Kinds that are found by id only. */
type PartKind = 'session' | 'connection'
type SearchKind = NamedKind | PartKind | 'event'

/** Something that is called like the words that were looked for. */
export interface SearchHit {
  kind: SearchKind
  id: string
  name: string | null
  /** The application's own id of a conference or participant; null for all else. */
  externalId: string | null
  /** Null for organizations. */
  appId: string | null
  /** Of a session, connection or event; null for all else. */
  conferenceId: string | null
  /** As PostgreSQL prints it. */
  createdAt: string
  /** Of a conference that was judged. */
  quality: Quality | null
}

type Column = 'external_id' | 'name'

/**
 * Parameters of the statement. `after` is the end of the range of texts that begin with `text`, in the order of bytes; `app`
 * is null for all.
 */
const parameters = { text: '$1', uuid: '$2::uuid', limit: '$3', after: '$4', app: '$5::uuid' }
const { text, uuid, limit, after, app } = parameters

const ofCall = { name: 'hit.name', externalId: 'hit.external_id', app: 'hit.app_id', conference: 'null::uuid' }
const ofPart = { name: 'null', externalId: 'null', app: 'hit.app_id', conference: 'hit.conference_id' }

/** Columns of a hit by its kind. */
const columns: Record<NamedKind | PartKind, typeof ofCall> = {
  conference: ofCall,
  participant: ofCall,
  app: { ...ofCall, externalId: 'null', app: 'hit.id' },
  organization: { ...ofCall, externalId: 'null', app: 'null::uuid' },
  session: ofPart,
  connection: ofPart,
}

/** Only of the app that is asked for. */
const inApp = (kind: NamedKind | PartKind) => `(${app} is null or ${columns[kind].app} = ${app})`

function hits(kind: NamedKind | PartKind, rest: string): string {
  const { name, externalId, app, conference } = columns[kind]
  const quality = kind === 'conference' ? 'hit.quality' : 'null'
  return `(select '${kind}' as kind, hit.id, ${name} as name, ${externalId} as external_id, ${app} as app_id,
                  ${conference} as conference_id, hit.created_at, ${quality} as quality ${rest})`
}

/** The thing with a UUID. */
const identified = (kind: NamedKind | PartKind) => hits(kind, `from ${kind} hit where id = ${uuid} and ${inApp(kind)}`)

/** The hits by one column. `%` cuts off what is not alike, `<->` is the order in which the index gives them. */
const alike = (kind: NamedKind, column: Column) =>
  hits(
    kind,
    `from ${kind} hit where ${column} % ${text} and ${inApp(kind)} order by ${column} <-> ${text} limit ${limit}`,
  )

/** Rows whose column begins with the text, in the order of the index: exact matches come first. */
const begunBy = (column: Column) =>
  `${column} ~>=~ ${text} and ${column} ~<~ ${after} order by ${column} using ~<~ limit ${limit}`

/** The index is by app. */
const begunByInApps = (kind: 'conference' | 'participant', column: Column) =>
  hits(
    kind,
    `from app, lateral (select * from ${kind} where ${kind}.app_id = app.id and ${kind}.${begunBy(column)}) hit
      where ${inApp(kind)}`,
  )

const ofCalls = (kind: 'conference' | 'participant') =>
  (['external_id', 'name'] as const).flatMap(column => [alike(kind, column), begunByInApps(kind, column)])

/** Few, so that no index is needed. */
const ofAccounts = (kind: 'app' | 'organization') => [
  alike(kind, 'name'),
  hits(kind, `from ${kind} hit where ${inApp(kind)} and ${begunBy('name')}`),
]

const branches = [
  ...(['conference', 'participant', 'app', 'organization', 'session', 'connection'] as const).map(identified),
  ...(['conference', 'participant'] as const).flatMap(ofCalls),
  ...(['app', 'organization'] as const).flatMap(ofAccounts),
]

/** True for a hit with a name or external id of which a condition is true. */
const either = (condition: (column: string) => string) =>
  `coalesce(${condition('name')}, false) or coalesce(${condition('external_id')}, false)`

const statement = `
  select kind, id, name, external_id as "externalId", app_id as "appId", conference_id as "conferenceId",
         created_at as "createdAt", quality
    from (select distinct * from (${branches.join(' union all ')}) found) hit
   order by id = ${uuid} desc nulls last,
            ${either(column => `${column} = ${text}`)} desc,
            ${either(column => `lower(${column}) = lower(${text})`)} desc,
            ${either(column => `starts_with(lower(${column}), lower(${text}))`)} desc,
            greatest(similarity(name, ${text}), similarity(external_id, ${text})) desc, kind, id desc
   limit ${limit}`

/** Follows every other character in the order of bytes. */
const LAST_CHARACTER = '\u{10ffff}'

/** Text of a search, and its scope. */
export interface SearchWanted {
  text: string
  uuid: string | undefined
  /** Undefined: in all apps. */
  appId: string | undefined
  limit: number
}

/** A thing with just that UUID comes first, then what is called just so, what begins so, and the most similar. */
export const searchNames = (reader: ScopedReader, { text, uuid, limit, appId }: SearchWanted): Promise<SearchHit[]> =>
  reader.query<SearchHit>(statement, [text, uuid ?? null, limit, text + LAST_CHARACTER, appId ?? null])
