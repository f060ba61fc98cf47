import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AuditService } from '../../gen/peermetrics/admin/v1/audit_service_pb.js'
import { OrganizationService } from '../../gen/peermetrics/admin/v1/organization_service_pb.js'
import { RecordService } from '../../gen/peermetrics/admin/v1/record_service_pb.js'
import { Order } from '../../gen/peermetrics/query/v1/lists_pb.js'
import { QueryService } from '../../gen/peermetrics/query/v1/query_service_pb.js'
import { createCall } from '../access/world.ts'
import { ADMIN_API_TOKEN, clientOf } from '../support/accounts.ts'
import { addConnection, join } from '../support/call.ts'
import { engines } from '../support/database.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'

const printed = (value: unknown) => JSON.stringify(value, (_, each) => (typeof each === 'bigint' ? String(each) : each))

describe.each(engines())('stored records on %s', engine => {
  let server: TestServer
  let organizationId: string
  let call: Awaited<ReturnType<typeof createCall>>
  const records = () => clientOf(RecordService, server, ADMIN_API_TOKEN)
  beforeAll(async () => {
    server = await startTestServer(engine, {
      adminApiToken: ADMIN_API_TOKEN,
      defaultAdmin: { name: 'admin', email: 'admin@server.test', password: 'correct horse battery' },
    })
    const organizations = clientOf(OrganizationService, server, ADMIN_API_TOKEN)
    organizationId = (await organizations.createOrganization({ name: 'alpha' })).organization?.id ?? ''
    call = await createCall(server, organizationId)
  })
  afterAll(() => server[Symbol.asyncDispose]())

  it('are described by kind, with links that lead to kinds', async () => {
    const { kinds } = await records().listRecordKinds({})
    const names = kinds.map(({ name }) => name)
    const expected = 'organization app conference participant session connection track issue event summary user'
    expect(names).toEqual(expected.split(' '))
    const fields = kinds.flatMap(kind => kind.fields)
    for (const { linkedKind } of fields) if (linkedKind) expect(names).toContain(linkedKind)
    const secrets = fields.filter(({ name }) => /key$|hash|secret|token|password/.test(name)).map(({ name }) => name)
    // Says of the password only where it came from.
    expect(secrets).toEqual(['password_generated'])
  })

  it('are all listed and shown, and none of their secrets', async () => {
    const { kinds } = await records().listRecordKinds({})
    for (const { name: kind } of kinds) {
      const filters: Record<string, string> = kind === 'event' ? { conference_id: call.conferenceId } : {}
      const list = await records().listRecords({ kind, filters })
      const said = printed(list)
      for (const secret of [call.apiKey, server.apiKey, '$argon2']) expect(said, kind).not.toContain(secret)
      const [first] = list.records
      if (kind === 'summary' && !first) continue
      expect(first, kind).toBeDefined()
      const shown = await records().getRecord({
        kind,
        recordId: first?.id ?? '',
        conferenceId: String(first?.fields?.['conference_id'] ?? ''),
      })
      expect(shown.record, kind).toMatchObject({ kind, id: first?.id })
    }
  })

  it('are filtered, and read page by page in both orders', async () => {
    const wanted = { kind: 'participant', filters: { app_id: call.appId }, order: Order.OLDEST_FIRST }
    const all = await records().listRecords(wanted)
    expect(all.records.map(({ fields }) => fields?.['external_id'])).toEqual(['ann', 'ben'])
    const first = await records().listRecords({ ...wanted, pageSize: 1 })
    const second = await records().listRecords({ ...wanted, pageSize: 1, pageToken: first.nextPageToken })
    expect([...first.records, ...second.records]).toEqual(all.records)
    expect(second.nextPageToken).toBe('')
    const newest = await records().listRecords({ ...wanted, order: Order.UNSPECIFIED })
    expect(newest.records).toEqual(all.records.toReversed())
    const named = await records().listRecords({
      kind: 'participant',
      filters: { app_id: call.appId, external_id: 'ben' },
    })
    expect(named.records).toEqual(all.records.slice(1))
  })

  it('say what points to them', async () => {
    const { record, references } = await records().getRecord({ kind: 'conference', recordId: call.conferenceId })
    expect(record?.fields).toMatchObject({ app_id: call.appId, external_id: 'a call', ongoing: false })
    const { records: events } = await records().listRecords({
      kind: 'event',
      filters: { conference_id: call.conferenceId },
    })
    expect(references).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'session', field: 'conference_id', count: 1 }),
        expect.objectContaining({ kind: 'connection', field: 'conference_id', count: 1 }),
        expect.objectContaining({ kind: 'event', field: 'conference_id', count: events.length }),
      ]),
    )
  })

  it('show the stats report of an event', async () => {
    const { records: events } = await records().listRecords({
      kind: 'event',
      filters: { conference_id: call.conferenceId },
    })
    const ends = { conference_id: call.conferenceId, type: 'endCall' }
    expect((await records().listRecords({ kind: 'event', filters: ends })).records).toHaveLength(1)
    const stats = events.find(({ fields }) => fields?.['category'] === 'stats')
    expect(stats?.fields).toMatchObject({ data: null, report_bytes: expect.any(Number) })
    const asked = { kind: 'event', recordId: stats?.id ?? '' }
    const { record } = await records().getRecord({ ...asked, conferenceId: call.conferenceId })
    expect(record?.fields?.['data']).not.toBeNull()
    await expect(records().getRecord(asked)).rejects.toThrow('conference_id is required')
  })

  it.each([
    [{ kind: 'nothing' }, 'kind must be one of organization, app'],
    [{ kind: 'event' }, 'filters.conference_id is required'],
    [{ kind: 'session', filters: { conference_id: 'x' } }, 'filters.conference_id must be a UUID'],
    [{ kind: 'session', filters: { duration: '1' } }, 'session has no filter of this name'],
    [{ kind: 'session', filters: { 'id = id or id': '1' } }, 'session has no filter of this name'],
  ])('refuse %j by its name', async (request, message) => {
    await expect(records().listRecords(request as object)).rejects.toThrow(message)
  })

  it('are changed where that is safe, and the audit log has both values', async () => {
    const kind = 'conference'
    const recordId = call.conferenceId
    const { record } = await records().updateRecord({ kind, recordId, fields: { name: 'Weekly' } })
    expect(record?.fields).toMatchObject({ name: 'Weekly' })
    for (const [fields, message] of [
      [{ ongoing: true }, 'not editable in a conference; these are: name'],
      [{ name: 'x'.repeat(65) }, 'fields.name must have at most 64 characters'],
      [{ name: 'Monthly', id: 'x' }, 'not editable'],
      [{ name: 5 }, 'fields.name must be a text'],
      [{}, 'fields is required'],
    ] as const) {
      await expect(records().updateRecord({ kind, recordId, fields })).rejects.toThrow(message)
    }
    const { conference } = await clientOf(QueryService, server, ADMIN_API_TOKEN).getConference({
      conferenceId: recordId,
    })
    expect(conference?.name).toBe('Weekly')
    const { entries } = await clientOf(AuditService, server, ADMIN_API_TOKEN).listAuditEntries({ subjectId: recordId })
    expect(entries).toMatchObject([
      { action: 'update_record', organizationId, data: { kind, changes: { name: { from: null, to: 'Weekly' } } } },
    ])
  })

  it('are deleted with all that belongs to them, once it is clear what that is', async () => {
    const other = await createCall(server, organizationId)
    const caller = await join(server, { conferenceId: 'goes', userId: 'ann', apiKey: call.apiKey })
    const { connectionId, peerId } = await addConnection(server, caller, 'ben')
    const about = { token: caller.token, connectionId, peerId }
    await server.post('/connection', { ...about, eventName: 'onconnectionstatechange', data: 'connected' })
    const found = await records().listRecords({ kind: 'conference', filters: { external_id: 'goes' } })
    const recordId = found.records[0]?.id ?? ''
    expect(found.records[0]?.fields).toMatchObject({ ongoing: true })
    const asked = { kind: 'conference', recordId }
    const dry = await records().deleteRecord({ ...asked, dryRun: true })
    expect(dry.deleted).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'connection', count: 1n }),
        expect.objectContaining({ kind: 'session', count: 1n }),
        expect.objectContaining({ kind: 'conference', count: 1n }),
      ]),
    )
    expect((await records().getRecord(asked)).record?.id).toBe(recordId)
    expect((await records().deleteRecord(asked)).deleted).toEqual(dry.deleted)
    await expect(records().getRecord(asked)).rejects.toThrow('There is no conference with this id')
    for (const kind of ['session', 'connection', 'issue', 'event', 'summary']) {
      const left = await records().listRecords({ kind, filters: { conference_id: recordId } })
      expect(left.records, kind).toEqual([])
    }
    const late = await server.post('/connection', { ...about, eventName: 'onconnectionstatechange', data: 'failed' })
    expect(late.body).toMatchObject({ error_code: 'invalid_token' })
    expect((await records().getRecord({ kind: 'conference', recordId: other.conferenceId })).record).toBeDefined()
    const stay = await records().listRecords({ kind: 'participant', filters: { app_id: call.appId } })
    expect(stay.records).toHaveLength(2)
    await expect(records().deleteRecord({ kind: 'app', recordId: call.appId })).rejects.toThrow(
      'cannot be deleted here',
    )
  })
})
