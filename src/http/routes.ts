import { adminRoutes } from './admin-routes.ts'
import { callRoutes } from './call-routes.ts'
import { eventRoutes } from './event-routes.ts'
import { ingestRoutes } from './ingest-routes.ts'
import type { Route } from './route.ts'
import { summaryRoutes } from './summary-routes.ts'

/** Every HTTP route below `/v1`. */
export const routes: readonly Route[] = [
  ...ingestRoutes,
  ...callRoutes,
  ...eventRoutes,
  ...summaryRoutes,
  ...adminRoutes,
]
