import { useQuery } from '@connectrpc/connect-query'
import { keepPreviousData } from '@tanstack/react-query'
import { QueryService } from '../../../gen/peermetrics/query/v1/query_service_pb.js'
import { SearchMatchType } from '../../../gen/peermetrics/query/v1/search_pb.js'

import type { Quality } from '../model/call.ts'
import { qualities } from './convert/judgement.ts'
import { optionalMs } from './convert/time.ts'

type MatchKind = 'conference' | 'participant' | 'app' | 'organization'

export interface Match {
  kind: MatchKind
  id: string
  name: string
  externalId: string
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
}

/** What is called like the words looked for, most similar first. */
export const useSearch = (query: string) =>
  useQuery(
    QueryService.method.search,
    { query },
    {
      enabled: query !== '',
      placeholderData: keepPreviousData,
      select: ({ matches }): Match[] =>
        matches.flatMap(({ type, id, name, externalId, quality, createTime }) => {
          const kind = kinds[type]
          return kind
            ? [
                {
                  kind,
                  id,
                  name,
                  externalId,
                  quality: kind === 'conference' ? qualities[quality] : undefined,
                  at: optionalMs(createTime),
                },
              ]
            : []
        }),
    },
  )
