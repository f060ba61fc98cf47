import type { Access } from './access-rule.ts'

/** The rules of some operations, by name. */
type Rules = Readonly<Record<string, Access>>

const reads = { scope: 'read', role: 'viewer' } as const
/** Lists, counts and whatever may be some seconds old. */
const readsFromReplica = { ...reads, fromReplica: true } as const
/** Reads what belongs to the caller, which may be nothing. */
const readsOwn = { scope: 'read', role: 'user' } as const
const changesApps = { scope: 'write', role: 'member' } as const
const owns = { scope: 'admin', role: 'owner' } as const
/** Changes what belongs to the user: a program may not extend its own rights. */
const ownAccount = { scope: 'sign_in', role: 'user' } as const
const superuser = { scope: 'admin', role: 'superuser' } as const

/*
 * Callers of each operation, for every door. A method of a service without its rule does not compile; a rule that is too
 * wide fails in test/access.
 */

/** SDKs and servers of customers: the operations ask for an API key or an SDK token themselves. */
export const ingestRules = {
  initialize: 'public',
  createSession: 'public',
  updateSession: 'public',
  recordBrowserEvent: 'public',
  recordGetUserMediaEvent: 'public',
  addConnection: 'public',
  recordConnectionEvent: 'public',
  batchRecordEvents: 'public',
  recordStats: 'public',
  addTrack: 'public',
  updateTrack: 'public',
  getPageUrl: 'public',
  stopConference: 'public',
} as const satisfies Rules

export const queryRules = {
  getConference: reads,
  listConferences: readsFromReplica,
  listConferenceEvents: readsFromReplica,
  getConferenceSummary: readsFromReplica,
  getConferenceTimeline: readsFromReplica,
  getConnectionSeries: readsFromReplica,
  getParticipant: reads,
  listParticipants: readsFromReplica,
  getSession: reads,
  listSessions: readsFromReplica,
  getConnection: reads,
  listConnections: readsFromReplica,
  getTrack: reads,
  listTracks: readsFromReplica,
  getIssue: reads,
  listIssues: readsFromReplica,
  getEvent: readsFromReplica,
  listEvents: readsFromReplica,
  search: readsFromReplica,
  getConferenceOutcomeSummary: readsFromReplica,
  getQualitySummary: readsFromReplica,
  getConferenceDurationSummary: readsFromReplica,
  getParticipantCountSummary: readsFromReplica,
  getIssueSummary: readsFromReplica,
  getUserMediaErrorSummary: readsFromReplica,
  getConnectionTypeSummary: readsFromReplica,
  getConnectionSetupTimeSummary: readsFromReplica,
  getSessionSummary: readsFromReplica,
  watchConference: reads,
  exportConference: readsFromReplica,
} as const satisfies Rules

export const organizationRules = {
  createOrganization: { scope: 'admin', role: 'user' },
  getOrganization: reads,
  listOrganizations: readsOwn,
  updateOrganization: owns,
  deleteOrganization: owns,
  listMembers: reads,
  addMember: owns,
  updateMemberRole: owns,
  // Everybody may leave; an owner removes others, too.
  removeMember: { scope: 'admin', role: 'viewer' },
  removeOtherMember: owns,
  // The id was forgotten: nothing says whose role it would need.
  changeNothing: { scope: 'admin', role: 'user' },
} as const satisfies Rules

export const appRules = {
  createApp: changesApps,
  getApp: reads,
  listApps: readsOwn,
  listAppsOfOrganization: reads,
  listThresholds: readsOwn,
  updateApp: changesApps,
  deleteApp: { scope: 'write', role: 'owner' },
  resetAppKey: changesApps,
  changeNothing: { scope: 'write', role: 'user' },
} as const satisfies Rules

export const accountRules = {
  signIn: 'public',
  signOut: ownAccount,
  getCurrentUser: { scope: 'any', role: 'user' },
  updateAccount: ownAccount,
  changePassword: ownAccount,
  listSignIns: ownAccount,
  revokeSignIn: ownAccount,
} as const satisfies Rules

export const apiTokenRules = {
  createApiToken: ownAccount,
  listApiTokens: ownAccount,
  // A token may revoke itself: the operation looks at that.
  revokeApiToken: { scope: 'any', role: 'user' },
} as const satisfies Rules

export const userRules = {
  createUser: superuser,
  getUser: superuser,
  listUsers: superuser,
  updateUser: superuser,
  deactivateUser: superuser,
} as const satisfies Rules

export const privacyRules = {
  eraseParticipant: owns,
  exportParticipant: { ...owns, fromReplica: true },
} as const satisfies Rules

export const auditRules = {
  listAuditEntries: owns,
} as const satisfies Rules

export const jobRules = {
  listQueues: superuser,
  listJobs: superuser,
  retryJob: superuser,
  discardJob: superuser,
} as const satisfies Rules

export const recordRules = {
  listRecordKinds: superuser,
  listRecords: superuser,
  getRecord: superuser,
  updateRecord: superuser,
  deleteRecord: superuser,
} as const satisfies Rules

export const serverRules = {
  getServerStatus: superuser,
} as const satisfies Rules

export const maintenanceRules = {
  getServerInfo: { scope: 'any', role: 'user' },
  endStaleConferences: superuser,
  endConference: superuser,
  rebuildSummary: superuser,
  restoreApp: superuser,
  restoreOrganization: superuser,
  createBackup: superuser,
} as const satisfies Rules
