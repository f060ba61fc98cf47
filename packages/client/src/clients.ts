import { type Client, createClient, type Transport } from '@connectrpc/connect'
import { AccountService } from './gen/peermetrics/admin/v1/account_service_pb.js'
import { ApiTokenService } from './gen/peermetrics/admin/v1/api_token_service_pb.js'
import { AppService } from './gen/peermetrics/admin/v1/app_service_pb.js'
import { AuditService } from './gen/peermetrics/admin/v1/audit_service_pb.js'
import { JobService } from './gen/peermetrics/admin/v1/job_service_pb.js'
import { MaintenanceService } from './gen/peermetrics/admin/v1/maintenance_service_pb.js'
import { OrganizationService } from './gen/peermetrics/admin/v1/organization_service_pb.js'
import { PrivacyService } from './gen/peermetrics/admin/v1/privacy_service_pb.js'
import { RecordService } from './gen/peermetrics/admin/v1/record_service_pb.js'
import { ServerService } from './gen/peermetrics/admin/v1/server_service_pb.js'
import { UserService } from './gen/peermetrics/admin/v1/user_service_pb.js'
import { IngestService } from './gen/peermetrics/ingest/v1/ingest_service_pb.js'
import { QueryService } from './gen/peermetrics/query/v1/query_service_pb.js'

/** A typed client for each service of a server. */
export interface PeerMetrics {
  /** Takes in what participants of calls and media servers report. */
  ingest: Client<typeof IngestService>
  /** Answers questions about calls. */
  query: Client<typeof QueryService>
  /** Sign-in, and the caller's own account. */
  account: Client<typeof AccountService>
  apps: Client<typeof AppService>
  organizations: Client<typeof OrganizationService>
  users: Client<typeof UserService>
  apiTokens: Client<typeof ApiTokenService>
  /** Erasure and export of what is stored about a person. */
  privacy: Client<typeof PrivacyService>
  maintenance: Client<typeof MaintenanceService>
  /** State of the whole installation, for superusers. */
  server: Client<typeof ServerService>
  /** Background work, for superusers. */
  jobs: Client<typeof JobService>
  /** Stored rows as they are, for superusers. */
  records: Client<typeof RecordService>
  /** Who did what. */
  audit: Client<typeof AuditService>
}

/** Clients for all services, on one transport. */
export const peerMetricsOn = (transport: Transport): PeerMetrics => ({
  ingest: createClient(IngestService, transport),
  query: createClient(QueryService, transport),
  account: createClient(AccountService, transport),
  apps: createClient(AppService, transport),
  organizations: createClient(OrganizationService, transport),
  users: createClient(UserService, transport),
  apiTokens: createClient(ApiTokenService, transport),
  privacy: createClient(PrivacyService, transport),
  maintenance: createClient(MaintenanceService, transport),
  server: createClient(ServerService, transport),
  jobs: createClient(JobService, transport),
  records: createClient(RecordService, transport),
  audit: createClient(AuditService, transport),
})
