import type { ConnectRouter } from '@connectrpc/connect'
import { ServerReflection } from '../../gen/grpc/reflection/v1/reflection_pb.js'
import { ServerReflection as ServerReflectionAlpha } from '../../gen/grpc/reflection/v1alpha/reflection_pb.js'
import { Health } from '../../gen/health/v1/health_pb.js'
import { AccountService } from '../../gen/peermetrics/admin/v1/account_service_pb.js'
import { ApiTokenService } from '../../gen/peermetrics/admin/v1/api_token_service_pb.js'
import { AppService } from '../../gen/peermetrics/admin/v1/app_service_pb.js'
import { MaintenanceService } from '../../gen/peermetrics/admin/v1/maintenance_service_pb.js'
import { OrganizationService } from '../../gen/peermetrics/admin/v1/organization_service_pb.js'
import { PrivacyService } from '../../gen/peermetrics/admin/v1/privacy_service_pb.js'
import { UserService } from '../../gen/peermetrics/admin/v1/user_service_pb.js'
import { IngestService } from '../../gen/peermetrics/ingest/v1/ingest_service_pb.js'
import { QueryService } from '../../gen/peermetrics/query/v1/query_service_pb.js'
import type { ServiceContext } from '../services/context.ts'
import { accountService } from './account.ts'
import { apiTokenService } from './api-token.ts'
import { appService } from './app.ts'
import { healthService } from './health.ts'
import { ingestService } from './ingest.ts'
import { maintenanceService } from './maintenance.ts'
import { organizationService } from './organization.ts'
import { privacyService } from './privacy.ts'
import { queryService } from './query.ts'
import { reflectionAnswers } from './reflection.ts'
import { userService } from './user.ts'

/** A request for descriptors names a symbol or a file. */
const SMALL = { readMaxBytes: 64 * 1024 }

/** Registers every service of the port. */
export function rpcRoutes(context: ServiceContext, isReady: () => Promise<boolean>): (router: ConnectRouter) => void {
  const services = [
    IngestService,
    AccountService,
    ApiTokenService,
    AppService,
    OrganizationService,
    UserService,
    MaintenanceService,
    PrivacyService,
    QueryService,
  ]
  const names = services.map(service => service.typeName)
  const answer = reflectionAnswers([...services, Health, ServerReflection, ServerReflectionAlpha])
  return router => {
    router.service(IngestService, ingestService(context))
    router.service(AccountService, accountService(context))
    router.service(ApiTokenService, apiTokenService)
    router.service(AppService, appService)
    router.service(OrganizationService, organizationService)
    router.service(UserService, userService)
    router.service(QueryService, queryService)
    router.service(MaintenanceService, maintenanceService)
    router.service(PrivacyService, privacyService)
    router.service(Health, healthService(names, isReady))
    router.service(
      ServerReflection,
      {
        async *serverReflectionInfo(requests) {
          for await (const request of requests) {
            yield { validHost: request.host, originalRequest: request, messageResponse: answer(request.messageRequest) }
          }
        },
      },
      SMALL,
    )
    router.service(
      ServerReflectionAlpha,
      {
        async *serverReflectionInfo(requests) {
          for await (const request of requests) {
            yield { validHost: request.host, originalRequest: request, messageResponse: answer(request.messageRequest) }
          }
        },
      },
      SMALL,
    )
  }
}
