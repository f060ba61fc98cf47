import type { DescService } from '@bufbuild/protobuf'
import { createConnectQueryKey } from '@connectrpc/connect-query'
import { useQueryClient } from '@tanstack/react-query'

/** Makes what was answered by a service be asked for anew, after something was changed through it. */
export function useForget(service: DescService): () => Promise<void> {
  const queryClient = useQueryClient()
  return () =>
    queryClient.invalidateQueries({ queryKey: createConnectQueryKey({ schema: service, cardinality: 'finite' }) })
}

/** Forgets everything that was loaded, after something was deleted that may be in any of it. What is shown now stays. */
export function useForgetAll(): () => Promise<void> {
  const queryClient = useQueryClient()
  return () => {
    queryClient.removeQueries({ type: 'inactive' })
    return queryClient.invalidateQueries({ refetchType: 'none' })
  }
}
