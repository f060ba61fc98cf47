import { type Timestamp, timestampDate, timestampFromDate } from '@bufbuild/protobuf/wkt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AccountService } from '../../gen/peermetrics/admin/v1/account_service_pb.js'
import { AppService } from '../../gen/peermetrics/admin/v1/app_service_pb.js'
import { AuditService, CredentialKind } from '../../gen/peermetrics/admin/v1/audit_service_pb.js'
import { DatabaseEngine, MaintenanceService } from '../../gen/peermetrics/admin/v1/maintenance_service_pb.js'
import { MemberRole } from '../../gen/peermetrics/admin/v1/organization_pb.js'
import { OrganizationService } from '../../gen/peermetrics/admin/v1/organization_service_pb.js'
import { ProcessRole, ServerService } from '../../gen/peermetrics/admin/v1/server_service_pb.js'
import { QueryService } from '../../gen/peermetrics/query/v1/query_service_pb.js'
import packageFile from '../../package.json' with { type: 'json' }
import { migrations } from '../../src/storage/migrations/index.ts'
import { type Account, ADMIN_API_TOKEN, clientOf, createAccount, signIn } from '../support/accounts.ts'
import { addConnection, join } from '../support/call.ts'
import { engines } from '../support/database.ts'
import { INIT_TOKEN_SECRET, SESSION_TOKEN_SECRET } from '../support/test-config.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'

describe.each(engines())('administration of a server on %s', engine => {
  let server: TestServer
  let owner: Account
  let organizationId: string
  beforeAll(async () => {
    server = await startTestServer(engine, { adminApiToken: ADMIN_API_TOKEN })
    owner = await createAccount(server, 'olga@alpha.test')
    const organizations = clientOf(OrganizationService, server, ADMIN_API_TOKEN)
    organizationId = (await organizations.createOrganization({ name: 'alpha' })).organization?.id ?? ''
    await organizations.addMember({ organizationId, email: owner.email, role: MemberRole.OWNER })
  })
  afterAll(() => server[Symbol.asyncDispose]())

  const expected = engine === 'embedded' ? DatabaseEngine.EMBEDDED : DatabaseEngine.POSTGRESQL

  it('says what is running', async () => {
    const before = Date.now()
    const info = await clientOf(MaintenanceService, server, owner.token).getServerInfo({})
    expect(info).toMatchObject({
      version: packageFile.version,
      engine: expected,
      engineVersion: expect.stringMatching(/^\d+(\.\d+)*$/),
      newestMigration: migrations.at(-1)?.name,
    })
    const difference = Number(info.serverTime?.seconds ?? 0) * 1000 - before
    expect(Math.abs(difference)).toBeLessThan(60_000)
  })

  it('says how it does, and tells no secret', async () => {
    const status = await clientOf(ServerService, server, ADMIN_API_TOKEN).getServerStatus({})
    expect(status).toMatchObject({
      version: packageFile.version,
      workerCount: 1,
      process: { pid: process.pid },
      database: { engine: expected },
      settings: { WORKERS: '1', RETENTION_DAYS: '0', PRIVATE_API_AUTH: 'on' },
    })
    expect(status.processes).toEqual([status.process])
    expect(status.process).toMatchObject({ role: ProcessRole.SERVER, startTime: status.startTime })
    expect(status.database?.sizeBytes).toBeGreaterThan(1_000_000n)
    expect(status.process?.residentBytes).toBeGreaterThan(1_000_000n)
    expect(status.dataDisk?.freeBytes).toBeGreaterThan(0n)
    const days = status.partitions.map(({ day }) => day)
    expect(days).toContain(new Date().toISOString().slice(0, 10))
    expect(days.at(-1)).toBe('')
    expect(status.queues.map(({ name }) => name)).toEqual(expect.arrayContaining(['retention', 'summary']))
    const said = JSON.stringify(status, (_, value) => (typeof value === 'bigint' ? String(value) : value))
    for (const secret of [ADMIN_API_TOKEN, INIT_TOKEN_SECRET, SESSION_TOKEN_SECRET, server.apiKey]) {
      expect(said).not.toContain(secret)
    }
  })

  it('keeps a log of who changed what, for owners by organization', async () => {
    const apps = clientOf(AppService, server, owner.token)
    const { app } = await apps.createApp({ organizationId, name: 'Web' })
    const since = timestampFromDate(new Date())
    await apps.updateApp({ appId: app?.id ?? '', name: 'Web client' })
    const log = clientOf(AuditService, server, owner.token)
    const whole = await log.listAuditEntries({ organizationId })
    const actions = ['update_app', 'create_app', 'add_member', 'create_organization']
    expect(whole.entries.map(({ action }) => action)).toEqual(actions)
    expect(whole.entries[0]).toMatchObject({
      userId: owner.id,
      userEmail: owner.email,
      credential: CredentialKind.SIGN_IN,
      subjectId: app?.id,
      organizationId,
      data: { name: 'Web client' },
    })
    expect(whole.entries[3]).toMatchObject({ userId: '', credential: CredentialKind.CONFIGURED })
    const only = async (filter: object) =>
      (await log.listAuditEntries({ organizationId, ...filter })).entries.map(({ action }) => action)
    expect(await only({ userId: owner.id })).toEqual(['update_app', 'create_app'])
    expect(await only({ subjectId: app?.id, action: 'create_app' })).toEqual(['create_app'])
    expect(await only({ timeRange: { startTime: since } })).toEqual(['update_app'])
    const first = await log.listAuditEntries({ organizationId, pageSize: 3 })
    const second = await log.listAuditEntries({ organizationId, pageSize: 3, pageToken: first.nextPageToken })
    expect([...first.entries, ...second.entries].map(({ action }) => action)).toEqual(actions)
  })

  it('shows the whole log to superusers only', async () => {
    await expect(clientOf(AuditService, server, owner.token).listAuditEntries({})).rejects.toMatchObject({
      rawMessage: 'organization_id is required',
    })
    const { entries } = await clientOf(AuditService, server, ADMIN_API_TOKEN).listAuditEntries({ pageSize: 200 })
    expect(entries.map(({ action }) => action)).toEqual(expect.arrayContaining(['create_user', 'create_organization']))
  })

  it('brings deleted apps and organizations back', async () => {
    const maintenance = clientOf(MaintenanceService, server, ADMIN_API_TOKEN)
    const apps = clientOf(AppService, server, owner.token)
    const appId = (await apps.createApp({ organizationId, name: 'Gone' })).app?.id ?? ''
    await apps.deleteApp({ appId })
    await expect(apps.getApp({ appId })).rejects.toThrow('app not found')
    expect((await maintenance.restoreApp({ appId })).app).toMatchObject({ id: appId, name: 'Gone' })
    await clientOf(OrganizationService, server, owner.token).deleteOrganization({ organizationId })
    // Whoever belongs to no organization in use has no role that it could read with.
    await expect(apps.getApp({ appId })).rejects.toThrow('[permission_denied]')
    const { organization } = await maintenance.restoreOrganization({ organizationId })
    expect(organization).toMatchObject({ id: organizationId, name: 'alpha' })
    expect((await apps.getApp({ appId })).app).toMatchObject({ id: appId })
  })

  it('ends a call, and has its summary built again once it is over', async () => {
    const maintenance = clientOf(MaintenanceService, server, ADMIN_API_TOKEN)
    const queries = clientOf(QueryService, server, ADMIN_API_TOKEN)
    const caller = await join(server, { conferenceId: 'hangs', userId: 'ann' })
    const { connectionId, peerId } = await addConnection(server, caller, 'ben')
    const about = { token: caller.token, connectionId, peerId }
    await server.post('/connection', { ...about, eventName: 'onconnectionstatechange', data: 'connected' })
    const { apps } = await clientOf(AppService, server, ADMIN_API_TOKEN).listApps({ pageSize: 1 })
    const { rows } = await queries.listConferences({ appId: apps[0]?.id ?? '' })
    const conferenceId = rows.find(({ conference }) => conference?.externalId === 'hangs')?.conference?.id ?? ''
    await expect(maintenance.rebuildSummary({ conferenceId })).rejects.toThrow('[failed_precondition]')
    expect(await maintenance.endConference({ conferenceId })).toMatchObject({ ended: true })
    expect(await maintenance.endConference({ conferenceId })).toMatchObject({ ended: false })
    expect((await queries.getConference({ conferenceId })).conference).toMatchObject({ ongoing: false })
    const builtAt = async () => {
      const { progress } = await queries.getConferenceSummary({ conferenceId })
      return progress.case === 'summary' ? timestampDate(progress.value.buildTime as Timestamp).getTime() : 0
    }
    await expect.poll(builtAt).toBeGreaterThan(0)
    const before = await builtAt()
    await maintenance.rebuildSummary({ conferenceId })
    await expect.poll(builtAt).toBeGreaterThan(before)
  }, 60_000)

  it('lists the thresholds that apps can have of their own', async () => {
    const apps = clientOf(AppService, server, owner.token)
    const { thresholds } = await apps.listThresholds({})
    expect(thresholds).toContainEqual(
      expect.objectContaining({
        name: 'roundTripMs',
        unit: 'ms',
        defaultValue: 400,
        issueCodes: ['high_rtt'],
        issueTitles: ['High round-trip time'],
      }),
    )
    const { app } = await apps.createApp({ organizationId, name: 'Thresholds' })
    const values = Object.fromEntries(thresholds.map(({ name, defaultValue }) => [name, defaultValue]))
    const changed = await apps.updateApp({ appId: app?.id ?? '', thresholds: { values } })
    expect(changed.app?.thresholds).toEqual(values)
  })

  it('lets users change their name, and end sign-ins that they have left open elsewhere', async () => {
    const account = clientOf(AccountService, server, owner.token)
    expect((await account.updateAccount({ name: 'Olga' })).user).toMatchObject({ name: 'Olga', email: owner.email })
    expect((await account.updateAccount({})).user).toMatchObject({ name: 'Olga' })
    const elsewhere = await signIn(server, owner.email)
    const { signIns } = await account.listSignIns({})
    expect(signIns.map(({ current }) => current)).toEqual([false, true])
    await account.revokeSignIn({ signInId: signIns[0]?.id ?? '' })
    await expect(clientOf(AccountService, server, elsewhere).getCurrentUser({})).rejects.toThrow('[unauthenticated]')
    expect((await account.listSignIns({})).signIns).toHaveLength(1)
    await expect(account.revokeSignIn({ signInId: signIns[0]?.id ?? '' })).rejects.toThrow('sign in not found')
  })
})
