import { ServerReflection } from '../../gen/grpc/reflection/v1/reflection_pb.js'
import { ServerReflection as ServerReflectionAlpha } from '../../gen/grpc/reflection/v1alpha/reflection_pb.js'
import { Health } from '../../gen/health/v1/health_pb.js'
import { AccountService } from '../../gen/peermetrics/admin/v1/account_service_pb.js'
import { ApiTokenService } from '../../gen/peermetrics/admin/v1/api_token_service_pb.js'
import { AppService } from '../../gen/peermetrics/admin/v1/app_service_pb.js'
import { AuditService } from '../../gen/peermetrics/admin/v1/audit_service_pb.js'
import { JobService } from '../../gen/peermetrics/admin/v1/job_service_pb.js'
import { MaintenanceService } from '../../gen/peermetrics/admin/v1/maintenance_service_pb.js'
import { OrganizationService } from '../../gen/peermetrics/admin/v1/organization_service_pb.js'
import { PrivacyService } from '../../gen/peermetrics/admin/v1/privacy_service_pb.js'
import { RecordService } from '../../gen/peermetrics/admin/v1/record_service_pb.js'
import { ServerService } from '../../gen/peermetrics/admin/v1/server_service_pb.js'
import { UserService } from '../../gen/peermetrics/admin/v1/user_service_pb.js'
import { IngestService } from '../../gen/peermetrics/ingest/v1/ingest_service_pb.js'
import { QueryService } from '../../gen/peermetrics/query/v1/query_service_pb.js'
import type { Readiness } from '../net/readiness.ts'
import * as rules from '../services/access/rules.ts'
import type { ServiceContext } from '../services/context.ts'
import { accountService } from './account.ts'
import { apiTokenService } from './api-token.ts'
import { appService } from './app.ts'
import { auditService } from './audit.ts'
import { healthService } from './health.ts'
import { ingestService } from './ingest.ts'
import { jobService } from './job.ts'
import { maintenanceService } from './maintenance.ts'
import { organizationService } from './organization.ts'
import { privacyService } from './privacy.ts'
import { queryService } from './query.ts'
import { recordService } from './record.ts'
import { reflectionService } from './reflection.ts'
import { type ServedService, served } from './served-service.ts'
import { serverService } from './server.ts'
import { userService } from './user.ts'

/** A request for descriptors names a symbol or a file. */
const SMALL = { readMaxBytes: 64 * 1024 }

/** Every service of the port. Those with public methods get the context themselves: nobody asked who calls. */
export function servedServices(context: ServiceContext, readiness: Readiness): readonly ServedService[] {
  const contract = [
    served(IngestService, ingestService(context), rules.ingestRules),
    served(QueryService, queryService, rules.queryRules),
    served(AccountService, accountService(context), rules.accountRules),
    served(ApiTokenService, apiTokenService, rules.apiTokenRules),
    served(AppService, appService, rules.appRules),
    served(OrganizationService, organizationService, rules.organizationRules),
    served(UserService, userService, rules.userRules),
    served(PrivacyService, privacyService, rules.privacyRules),
    served(MaintenanceService, maintenanceService, rules.maintenanceRules),
    served(ServerService, serverService, rules.serverRules),
    served(JobService, jobService, rules.jobRules),
    served(RecordService, recordService, rules.recordRules),
    served(AuditService, auditService, rules.auditRules),
  ]
  return [...contract, ...protocols(contract, readiness)]
}

/** Services that gRPC tools expect of every server: health and reflection. */
function protocols(contract: readonly ServedService[], readiness: Readiness): readonly ServedService[] {
  const services = contract.map(({ service }) => service)
  const names = services.map(({ typeName }) => typeName)
  const reflection = reflectionService([...services, Health, ServerReflection, ServerReflectionAlpha])
  return [
    served(Health, healthService(names, readiness), { check: 'public', list: 'public', watch: 'public' }),
    served(ServerReflection, reflection, { serverReflectionInfo: 'public' }, SMALL),
    served(ServerReflectionAlpha, reflection, { serverReflectionInfo: 'public' }, SMALL),
  ]
}
