import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { checkCall } from './call-cache.ts'
import { failureOf } from './failure.ts'
import { noteContact } from './server-contact.ts'
import { noteSignedOut } from './signed-out.ts'

/** Data of calls that have ended changes rarely; what runs is asked for again by its queries. */
const STALE_MS = 30_000

const MAX_RETRIES = 2

export const createQueryClient = (): QueryClient => {
  const queryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, { queryKey }) => {
        const { kind } = failureOf(error)
        if (kind === 'notFound') checkCall(queryClient, queryKey)
        if (kind === 'signedOut') noteSignedOut()
        noteContact(kind === 'temporary' ? 'lost' : 'kept')
      },
      onSuccess: () => noteContact('kept'),
    }),
    mutationCache: new MutationCache({
      onError: error => {
        if (failureOf(error).kind === 'signedOut') noteSignedOut()
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: STALE_MS,
        retry: (failures, error) => failures < MAX_RETRIES && failureOf(error).kind === 'temporary',
        retryDelay: (failures, error) => (failureOf(error).retryAfterSeconds ?? 2 ** failures) * 1000,
      },
    },
  })
  return queryClient
}
