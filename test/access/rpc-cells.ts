import type { DescService } from '@bufbuild/protobuf'
import { AccountService } from '../../gen/peermetrics/admin/v1/account_service_pb.js'
import { ApiTokenService } from '../../gen/peermetrics/admin/v1/api_token_service_pb.js'
import { AppService } from '../../gen/peermetrics/admin/v1/app_service_pb.js'
import { AuditService } from '../../gen/peermetrics/admin/v1/audit_service_pb.js'
import { JobService } from '../../gen/peermetrics/admin/v1/job_service_pb.js'
import { MaintenanceService } from '../../gen/peermetrics/admin/v1/maintenance_service_pb.js'
import { MemberRole } from '../../gen/peermetrics/admin/v1/organization_pb.js'
import { OrganizationService } from '../../gen/peermetrics/admin/v1/organization_service_pb.js'
import { PrivacyService } from '../../gen/peermetrics/admin/v1/privacy_service_pb.js'
import { RecordService } from '../../gen/peermetrics/admin/v1/record_service_pb.js'
import { ServerService } from '../../gen/peermetrics/admin/v1/server_service_pb.js'
import { UserService } from '../../gen/peermetrics/admin/v1/user_service_pb.js'
import { QueryService } from '../../gen/peermetrics/query/v1/query_service_pb.js'
import { ADMIN_API_TOKEN, clientOf, createAccount, PASSWORD } from '../support/accounts.ts'
import type { Engine } from '../support/database.ts'
import {
  type CallerName,
  createApiToken,
  createApp,
  createParticipant,
  createTwin,
  type ScopeName,
  scopes,
  type World,
} from './world.ts'

/** The least that a caller must be. */
type Least = 'public' | 'user' | 'viewer' | 'member' | 'owner' | 'superuser'

/** Fields of a request message. */
type Fields = Record<string, unknown>

export interface Cell {
  least: Least
  /** What an API token must be for; `any`: every token, `sign_in`: none. */
  scope: ScopeName | 'any' | 'sign_in'
  /**
   * A request that must succeed for whom is admitted, about what belongs to the first organization; made anew for each
   * caller, because it may use that up.
   */
  request: (world: World, caller: CallerName) => Fields | Promise<Fields>
  /** How the same request about something that does not exist differs; undefined: it names nothing. */
  unknown?: Fields
  /** Why whom it admits is refused all the same; undefined: the request succeeds. */
  reason?: string
  /** The engine on which whom it admits is told that there is no such thing. */
  isUnimplementedOn?: Engine
  /** Whether the call ends the caller's own sign-in. */
  endsSignIn?: boolean
}

type Cells<Service extends DescService> = Record<keyof Service['method'], Cell>

const UNKNOWN = '99999999-9999-4999-8999-999999999999'

let count = 0
const fresh = (what: string) => `${what}-${++count}`

const reads = (request: Cell['request'], unknown: Fields): Cell => ({
  least: 'viewer',
  scope: 'read',
  request,
  unknown,
})

const ofApp = reads(({ call: { appId } }) => ({ appId }), { appId: UNKNOWN })
const ofConference = reads(({ call: { conferenceId } }) => ({ conferenceId }), { conferenceId: UNKNOWN })

const query: Cells<typeof QueryService> = {
  getConference: ofConference,
  listConferences: ofApp,
  listConferenceEvents: ofConference,
  getConferenceSummary: ofConference,
  getConferenceTimeline: ofConference,
  getConnectionSeries: reads(
    ({ call: { conferenceId, connectionId } }) => ({ conferenceId, connectionIds: [connectionId] }),
    { conferenceId: UNKNOWN },
  ),
  getParticipant: reads(({ call: { participantId } }) => ({ participantId }), { participantId: UNKNOWN }),
  listParticipants: ofApp,
  getSession: reads(({ call: { sessionId } }) => ({ sessionId }), { sessionId: UNKNOWN }),
  listSessions: ofConference,
  getConnection: reads(({ call: { connectionId } }) => ({ connectionId }), { connectionId: UNKNOWN }),
  listConnections: ofConference,
  getTrack: reads(({ call: { trackId } }) => ({ trackId }), { trackId: UNKNOWN }),
  listTracks: reads(({ call: { sessionId } }) => ({ owner: { case: 'sessionId', value: sessionId } }), {
    owner: { case: 'sessionId', value: UNKNOWN },
  }),
  getIssue: reads(({ call: { issueId } }) => ({ issueId }), { issueId: UNKNOWN }),
  listIssues: ofConference,
  getEvent: reads(({ call: { conferenceId, eventId } }) => ({ conferenceId, eventId }), { conferenceId: UNKNOWN }),
  listEvents: ofConference,
  search: { least: 'viewer', scope: 'read', request: () => ({ query: 'a call' }) },
  getConferenceOutcomeSummary: ofApp,
  getQualitySummary: ofApp,
  getConferenceDurationSummary: ofApp,
  getParticipantCountSummary: ofApp,
  getIssueSummary: ofApp,
  getUserMediaErrorSummary: ofApp,
  getConnectionTypeSummary: ofApp,
  getConnectionSetupTimeSummary: ofApp,
  getSessionSummary: ofApp,
  watchConference: ofConference,
  exportConference: ofConference,
}

const unknownOrganization = { organizationId: UNKNOWN }
const changesMembers = { least: 'owner', scope: 'admin', unknown: unknownOrganization } as const

const organization: Cells<typeof OrganizationService> = {
  createOrganization: { least: 'user', scope: 'admin', request: () => ({ name: fresh('organization') }) },
  getOrganization: reads(({ organizationId }) => ({ organizationId }), unknownOrganization),
  listOrganizations: { least: 'user', scope: 'read', request: () => ({}) },
  updateOrganization: { ...changesMembers, request: ({ organizationId }) => ({ organizationId, name: 'alpha' }) },
  deleteOrganization: {
    ...changesMembers,
    request: async world => ({ organizationId: await createTwin(world) }),
  },
  listMembers: reads(({ organizationId }) => ({ organizationId }), unknownOrganization),
  addMember: {
    ...changesMembers,
    request: async ({ server, organizationId }) => {
      const { email } = await createAccount(server, `${fresh('new')}@alpha.test`)
      return { organizationId, email, role: MemberRole.VIEWER }
    },
  },
  updateMemberRole: {
    ...changesMembers,
    request: ({ organizationId, accounts }) => ({
      organizationId,
      userId: accounts.viewer.id,
      role: MemberRole.VIEWER,
    }),
  },
  removeMember: {
    ...changesMembers,
    request: async world => {
      const organizationId = await createTwin(world)
      const { id: userId, email } = await createAccount(world.server, `${fresh('leaver')}@alpha.test`)
      const organizations = clientOf(OrganizationService, world.server, ADMIN_API_TOKEN)
      await organizations.addMember({ organizationId, email, role: MemberRole.VIEWER })
      return { organizationId, userId }
    },
  },
}

const changesApps = { least: 'member', scope: 'write', unknown: { appId: UNKNOWN } } as const
const newApp = async ({ server, organizationId }: World) => ({ appId: (await createApp(server, organizationId)).id })

const app: Cells<typeof AppService> = {
  createApp: {
    least: 'member',
    scope: 'write',
    request: ({ organizationId }) => ({ organizationId, name: 'Another' }),
    unknown: unknownOrganization,
  },
  getApp: ofApp,
  listApps: { least: 'user', scope: 'read', request: () => ({}) },
  updateApp: { ...changesApps, request: ({ call: { appId } }) => ({ appId, statsIntervalMs: 5000 }) },
  deleteApp: { ...changesApps, least: 'owner', request: newApp },
  resetAppKey: { ...changesApps, request: newApp },
  listThresholds: { least: 'user', scope: 'read', request: () => ({}) },
}

const account: Cells<typeof AccountService> = {
  signIn: {
    least: 'public',
    scope: 'any',
    request: ({ accounts }) => ({ email: accounts.viewer.email, password: PASSWORD }),
  },
  signOut: { least: 'user', scope: 'sign_in', request: () => ({}), endsSignIn: true },
  getCurrentUser: { least: 'user', scope: 'any', request: () => ({}) },
  updateAccount: { least: 'user', scope: 'sign_in', request: () => ({ name: 'Renamed' }) },
  listSignIns: { least: 'user', scope: 'sign_in', request: () => ({}) },
  revokeSignIn: {
    least: 'user',
    scope: 'sign_in',
    request: () => ({ signInId: UNKNOWN }),
    reason: 'sign_in_not_found',
  },
  changePassword: {
    least: 'user',
    scope: 'sign_in',
    request: () => ({ currentPassword: PASSWORD, newPassword: PASSWORD }),
  },
}

const apiToken: Cells<typeof ApiTokenService> = {
  createApiToken: { least: 'user', scope: 'sign_in', request: () => ({ name: 'x', scopes: [scopes.read] }) },
  listApiTokens: { least: 'user', scope: 'sign_in', request: () => ({}) },
  revokeApiToken: {
    least: 'user',
    scope: 'sign_in',
    request: async ({ server, accounts }, caller) => {
      const own = accounts[caller as keyof World['accounts']] ?? accounts.owner
      return { apiTokenId: (await createApiToken(server, own, [scopes.read])).id }
    },
  },
}

const ofNoJob = () => ({ jobId: UNKNOWN })

const superuser = { least: 'superuser', scope: 'admin' } as const
const somebody = ({ accounts }: World) => ({ userId: accounts.viewer.id })

const user: Cells<typeof UserService> = {
  createUser: { ...superuser, request: () => ({ email: `${fresh('made')}@server.test`, password: PASSWORD }) },
  getUser: { ...superuser, request: somebody },
  listUsers: { ...superuser, request: () => ({}) },
  updateUser: { ...superuser, request: world => ({ ...somebody(world), name: 'Renamed' }) },
  deactivateUser: {
    ...superuser,
    request: async ({ server }, caller) =>
      caller === 'superuser' ? { userId: (await createAccount(server, `${fresh('gone')}@server.test`)).id } : {},
  },
}

const privacy: Cells<typeof PrivacyService> = {
  eraseParticipant: {
    least: 'owner',
    scope: 'admin',
    request: async world => ({ participantId: await createParticipant(world, fresh('erased')) }),
    unknown: { participantId: UNKNOWN },
  },
  exportParticipant: {
    least: 'owner',
    scope: 'admin',
    request: ({ call: { participantId } }) => ({ participantId }),
    unknown: { participantId: UNKNOWN },
  },
}

const maintenance: Cells<typeof MaintenanceService> = {
  getServerInfo: { least: 'user', scope: 'any', request: () => ({}) },
  endStaleConferences: { ...superuser, request: () => ({ dryRun: true }) },
  endConference: { ...superuser, request: ({ call: { conferenceId } }) => ({ conferenceId }) },
  rebuildSummary: { ...superuser, request: ({ call: { conferenceId } }) => ({ conferenceId }) },
  restoreApp: { ...superuser, request: ({ call: { appId } }) => ({ appId }) },
  restoreOrganization: { ...superuser, request: ({ organizationId }) => ({ organizationId }) },
  createBackup: { ...superuser, request: () => ({}), isUnimplementedOn: 'postgres' },
}

const server: Cells<typeof ServerService> = {
  getServerStatus: { ...superuser, request: () => ({}) },
}

const job: Cells<typeof JobService> = {
  listQueues: { ...superuser, request: () => ({}) },
  listJobs: { ...superuser, request: () => ({}) },
  retryJob: { ...superuser, request: ofNoJob, reason: 'job_not_found' },
  discardJob: { ...superuser, request: ofNoJob, reason: 'job_not_found' },
}

const ofRecord = ({ call }: World) => ({ kind: 'conference', recordId: call.conferenceId })

const record: Cells<typeof RecordService> = {
  listRecordKinds: { ...superuser, request: () => ({}) },
  listRecords: { ...superuser, request: () => ({ kind: 'conference' }) },
  getRecord: { ...superuser, request: ofRecord },
  updateRecord: { ...superuser, request: world => ({ ...ofRecord(world), fields: { name: 'Renamed' } }) },
  deleteRecord: { ...superuser, request: world => ({ ...ofRecord(world), dryRun: true }) },
}

const audit: Cells<typeof AuditService> = {
  listAuditEntries: {
    least: 'owner',
    scope: 'admin',
    request: ({ organizationId }) => ({ organizationId }),
    unknown: unknownOrganization,
  },
}

/** Who may call which method, as the contract says; written down here a second time, on purpose. */
export const rpcCells = new Map<DescService, Record<string, Cell>>([
  [QueryService, query],
  [OrganizationService, organization],
  [AppService, app],
  [AccountService, account],
  [ApiTokenService, apiToken],
  [UserService, user],
  [PrivacyService, privacy],
  [MaintenanceService, maintenance],
  [ServerService, server],
  [JobService, job],
  [AuditService, audit],
  [RecordService, record],
])
