import { invalid } from '../../domain/values/errors.ts'
import { isLongerThan, storableText } from '../../domain/values/json.ts'
import { parseUuid } from '../../domain/values/uuid.ts'
import { type SearchHit, searchNames } from '../../storage/queries/search.ts'
import type { ReadContext } from '../access/caller-context.ts'

/** Characters of the words looked for, at most. */
const MAX_CHARACTERS = 64

const MAX_HITS = 5

/** A hit with the path of its page in the console. */
export type FoundThing = SearchHit & { urlPath: string }

const pages = { conference: 'conference', participant: 'participant', app: 'apps', organization: 'organization' }

/**
 * The at most {@link MAX_HITS} conferences, participants, apps and organizations whose name or id is most like some
 * words, each once: equal ones first, then those that begin so, then similar ones.
 * @throws DomainError invalid_parameters unless there are 1 to {@link MAX_CHARACTERS} characters
 */
export async function search({ reader }: ReadContext, words: string): Promise<FoundThing[]> {
  if (words === '' || isLongerThan(words, MAX_CHARACTERS)) {
    throw invalid(`query must have 1 to ${MAX_CHARACTERS} characters`, { field: 'query', limit: MAX_CHARACTERS })
  }
  const hits = await searchNames(reader, { text: storableText(words), uuid: parseUuid(words), limit: MAX_HITS })
  return hits.map(hit => ({ ...hit, urlPath: `/${pages[hit.kind]}/${hit.id}` }))
}
