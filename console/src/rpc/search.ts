import { useQuery } from '@connectrpc/connect-query'
import { keepPreviousData } from '@tanstack/react-query'
import { QueryService } from '../../../gen/peermetrics/query/v1/query_service_pb.js'
import { type SearchMatch, SearchMatchType } from '../../../gen/peermetrics/query/v1/search_pb.js'
import type { Quality } from '../model/call.ts'
import { fewOfEach } from '../model/search.ts'
import { qualities } from './convert/judgement.ts'
import { optionalMs } from './convert/time.ts'

type MatchKind = 'conference' | 'participant' | 'app' | 'organization' | 'session' | 'connection' | 'event'

export interface Match {
  kind: MatchKind
  id: string
  name: string
  externalId: string
  /** Of its page. */
  path: string
  /** Of a call. */
  quality: Quality | undefined
  /** ms since the epoch. */
  at: number | undefined
}

const kinds: Partial<Record<SearchMatchType, MatchKind>> = {
  [SearchMatchType.CONFERENCE]: 'conference',
  [SearchMatchType.PARTICIPANT]: 'participant',
  [SearchMatchType.APP]: 'app',
  [SearchMatchType.ORGANIZATION]: 'organization',
  [SearchMatchType.SESSION]: 'session',
  [SearchMatchType.CONNECTION]: 'connection',
  [SearchMatchType.EVENT]: 'event',
}

/** Matches that are asked for, of which some of each kind are shown. */
const MAX_MATCHES = 50
const MAX_OF_KIND = 5

/** What is called like the words looked for, kind by kind, most similar first. */
export const useSearch = (query: string) =>
  useQuery(
    QueryService.method.search,
    { query, limit: MAX_MATCHES },
    {
      enabled: query !== '',
      placeholderData: keepPreviousData,
      select: ({ matches }) => fewOfEach(matches.flatMap(toMatches), MAX_OF_KIND),
    },
  )

/** None for a kind that the console does not know. */
function toMatches({ type, id, name, externalId, urlPath, quality, createTime }: SearchMatch): Match[] {
  const kind = kinds[type]
  if (!kind) return []
  return [
    {
      kind,
      id,
      name,
      externalId,
      path: urlPath,
      quality: kind === 'conference' ? qualities[quality] : undefined,
      at: optionalMs(createTime),
    },
  ]
}
