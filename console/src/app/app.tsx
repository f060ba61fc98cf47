import { CSPProvider } from '@base-ui/react/csp-provider'
import { RouterProvider } from '@tanstack/react-router'
import { RpcProvider } from '../rpc/rpc-provider.tsx'
import { router } from './router.tsx'

/** The whole console. Base UI puts no style elements into the page: the content security policy forbids them. */
export const App = () => (
  <CSPProvider disableStyleElements>
    <RpcProvider>
      <RouterProvider router={router} />
    </RpcProvider>
  </CSPProvider>
)
