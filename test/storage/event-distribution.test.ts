import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engines } from '../support/database.ts'
import { tablesJoinedWithEvent } from '../support/event-joins.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'

const EVENT_TABLES = `select 'event'::regclass::oid as oid union select inhrelid from pg_inherits where inhparent = 'event'::regclass`

describe.each(engines())('the table of events on %s', engine => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer(engine)
    if (engine === 'embedded') await server.stop()
  })
  afterAll(() => server[Symbol.asyncDispose]())

  it('has the conference in each unique key, so that it can be distributed by it', async () => {
    const keys = await server.rows<{ name: string; columns: string[] }>(
      `select indexrelid::regclass::text as name, array(
                select attname::text from pg_attribute
                 where attrelid = indrelid and attnum = any(indkey::int2[])) as columns
         from pg_index where indisunique and indrelid in (${EVENT_TABLES})`,
    )
    expect(keys.length).toBeGreaterThan(1)
    expect(keys.filter(({ columns }) => !columns.includes('conference_id'))).toEqual([])
  })

  it('has no foreign key and no trigger that leads from or to it', async () => {
    const leads = await server.rows(
      `select conname as name from pg_constraint
        where contype = 'f' and (conrelid in (${EVENT_TABLES}) or confrelid in (${EVENT_TABLES}))
       union all
       select tgname from pg_trigger where tgrelid in (${EVENT_TABLES})`,
    )
    expect(leads).toEqual([])
  })
})

describe('the recorder of joins', () => {
  it.each([
    ['select * from event join conference on true', ['conference']],
    [
      'select 1 from conference where exists (select from event where event.conference_id = conference.id)',
      ['conference'],
    ],
    ['select (select session_id from connection where id = event.connection_id) from event', ['connection']],
    ['with d as (delete from event returning 1) update summary set state = 1', ['summary']],
    ['select from event_20260101 join conference on true', ['conference']],
    ['select 1 from app a, event where true', ['app']],
    ['select * from event e, session', ['session']],
    ['delete from event using conference', ['conference']],
  ])('finds %s', (sql, tables) => {
    expect(tablesJoinedWithEvent(sql)).toEqual(tables)
  })

  it.each([
    'select * from json_to_recordset($1) as wanted (id uuid) join event on event.conference_id = wanted.id',
    'with open as (select id from connection) insert into event (id) select id from unnest($1) where id in (select id from open)',
    'with moved as (delete from event_default returning *) insert into event_20260101 select * from moved',
    'update event set data = $3 where conference_id = $1 and id = $2',
    'insert into event select id from json_to_recordset($1) as event (id uuid)',
    'select count(*) from conference join app on true',
  ])('lets %s', sql => {
    expect(tablesJoinedWithEvent(sql)).toEqual([])
  })
})
