import { invalid } from '../../domain/values/errors.ts'
import { isLongerThan, storableText } from '../../domain/values/json.ts'
import { parseUuid, timeOfUuid } from '../../domain/values/uuid.ts'
import { type SearchHit, searchNames } from '../../storage/queries/search.ts'
import { findEventHit } from '../../storage/queries/search-event.ts'
import type { ReadContext } from '../access/caller-context.ts'
import { filterId } from './filters.ts'

/** Characters of the words looked for, at most. */
const MAX_CHARACTERS = 64

/** Hits when the caller does not say how many, and at most. */
const DEFAULT_HITS = 5
const MAX_HITS = 50

/** A hit with the path of its page in the console. */
export type FoundThing = SearchHit & { urlPath: string }

/** The page of a hit. */
function urlPathOf({ kind, id, conferenceId }: SearchHit): string {
  switch (kind) {
    case 'app':
      return `/apps/${id}`
    case 'session':
      return `/conference/${conferenceId}`
    case 'connection':
      return `/conference/${conferenceId}?peer=${id}`
    case 'event':
      return `/conference/${conferenceId}?event=${id}`
    default:
      return `/${kind}/${id}`
  }
}

/** Words of a search, and its scope. */
export interface SearchRequest {
  words: string
  /** 0: {@link DEFAULT_HITS}; more than {@link MAX_HITS}: so many. */
  limit?: number
  /** Undefined: in all apps. */
  appId?: string | undefined
}

/**
 * The conferences, participants, apps and organizations whose name or id is most like some words, each once: equal ones
 * first, then those that begin so, then similar ones. Sessions, connections and events are found by id.
 * @throws DomainError invalid_parameters unless there are 1 to {@link MAX_CHARACTERS} characters
 */
export async function search({ reader }: ReadContext, request: SearchRequest): Promise<FoundThing[]> {
  const { words, limit = 0 } = request
  if (words === '' || isLongerThan(words, MAX_CHARACTERS)) {
    throw invalid(`query must have 1 to ${MAX_CHARACTERS} characters`, { field: 'query', limit: MAX_CHARACTERS })
  }
  if (limit < 0) throw invalid('limit must not be negative', { field: 'limit' })
  const appId = filterId(request.appId, 'app_id')
  const uuid = parseUuid(words)
  const most = Math.min(limit || DEFAULT_HITS, MAX_HITS)
  const hits = await searchNames(reader, { text: storableText(words), uuid, appId, limit: most })
  const at = uuid === undefined || hits.some(({ id }) => id === uuid) ? undefined : timeOfUuid(uuid)
  const event = uuid && at && (await findEventHit(reader, { id: uuid, at, appId }))
  return [...(event ? [event] : []), ...hits].slice(0, most).map(hit => ({ ...hit, urlPath: urlPathOf(hit) }))
}
