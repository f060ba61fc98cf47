import { adminRoutes } from './admin-routes.ts'
import { ingestRoutes } from './ingest-routes.ts'
import { queryRoutes } from './query-routes.ts'
import type { Route } from './route.ts'

/** Every HTTP route below `/v1`. */
export const routes: readonly Route[] = [...ingestRoutes, ...queryRoutes, ...adminRoutes]
