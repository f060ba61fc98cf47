import type { DescMethod, DescService } from '@bufbuild/protobuf'
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
import type { Access, AccessRule } from '../services/access/access-rule.ts'

/** A rule for each method of a service: a method without one does not compile. */
type ServiceAccess<Service extends DescService> = Record<keyof Service['method'], Access>

const reads: AccessRule = { scope: 'read', role: 'viewer' }
const readsOwn: AccessRule = { scope: 'read', role: 'user' }
const changesApps: AccessRule = { scope: 'write', role: 'member' }
const owns: AccessRule = { scope: 'admin', role: 'owner' }
const ownTokens: AccessRule = { scope: 'sign_in', role: 'user' }
const superuser: AccessRule = { scope: 'admin', role: 'superuser' }

/** Every method of a service under the same rule. */
const all = <Service extends DescService>(service: Service, access: Access): ServiceAccess<Service> =>
  Object.fromEntries(service.methods.map(method => [method.localName, access])) as ServiceAccess<Service>

const organizationAccess: ServiceAccess<typeof OrganizationService> = {
  createOrganization: { scope: 'admin', role: 'user' },
  getOrganization: reads,
  listOrganizations: readsOwn,
  updateOrganization: owns,
  deleteOrganization: owns,
  listMembers: reads,
  addMember: owns,
  updateMemberRole: owns,
  // Everybody may leave by themselves.
  removeMember: { scope: 'admin', role: 'viewer' },
}

const appAccess: ServiceAccess<typeof AppService> = {
  createApp: changesApps,
  getApp: reads,
  listApps: readsOwn,
  updateApp: changesApps,
  deleteApp: { scope: 'write', role: 'owner' },
  resetAppKey: changesApps,
}

const accountAccess: ServiceAccess<typeof AccountService> = {
  signIn: 'public',
  signOut: ownTokens,
  getCurrentUser: { scope: 'any', role: 'user' },
  changePassword: ownTokens,
}

const services: readonly [DescService, Record<string, Access>][] = [
  [IngestService, all(IngestService, 'public')],
  [QueryService, all(QueryService, reads)],
  [OrganizationService, organizationAccess],
  [AppService, appAccess],
  [AccountService, accountAccess],
  [ApiTokenService, all(ApiTokenService, ownTokens)],
  [UserService, all(UserService, superuser)],
  [PrivacyService, all(PrivacyService, owns)],
  [MaintenanceService, all(MaintenanceService, superuser)],
  [Health, all(Health, 'public')],
  [ServerReflection, all(ServerReflection, 'public')],
  [ServerReflectionAlpha, all(ServerReflectionAlpha, 'public')],
]

const rules = new Map<string, Record<string, Access>>(services.map(([service, access]) => [service.typeName, access]))

/** Who may call a method. @throws Error for one that has no rule */
export function accessOf(method: Pick<DescMethod, 'parent' | 'localName'>): Access {
  const access = rules.get(method.parent.typeName)?.[method.localName]
  if (access === undefined) throw new Error(`${method.parent.typeName}/${method.localName} has no access rule`)
  return access
}
