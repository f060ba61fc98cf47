import { TransportProvider } from '@connectrpc/connect-query'
import { QueryClientProvider } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { createQueryClient } from './query-client.ts'
import { transport } from './transport.ts'

const queryClient = createQueryClient()

/** Gives hooks the server and what was loaded from it. */
export const RpcProvider = ({ children }: { children: ReactNode }) => (
  <TransportProvider transport={transport}>
    <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
  </TransportProvider>
)
