import type pg from 'pg'

/** Calls of the recorded installation that were made with the SDK: some hundred rows each, stats with them. */
const TEMPLATES = `
  select id from conference where id in (
    select conference_id from app_genericevent where category = 'S' group by conference_id having count(*) between 10 and 20)
     and conference_name is not null order by id limit 4`

const COPIES_AT_ONCE = 250

/** A new id for a copy, random like those of the existing server. */
const id = (column: string) => `md5(${column}::text || '-' || n)::uuid`

/** Of shared rows: ids that are not copied along. */
const statements = (first: number, last: number) => {
  const copies = `generate_series(${first}, ${last}) n`
  const at = (column: string) => `${column} - n * interval '1 minute'`
  return [
    `insert into conference
     select ${id('c.id')}, conference_id || '-' || n, conference_name, conference_info, ${at('start_time')}, ${at('call_start')},
            ${at('end_time')}, ongoing, duration, ${at('created_at')}, is_active, app_id
       from conference c join template using (id), ${copies}`,
    `insert into participant_conferences (participant_id, conference_id)
     select participant_id, ${id('conference_id')} from participant_conferences l join template t on t.id = l.conference_id, ${copies}`,
    `insert into app_session
     select ${id('s.id')}, constraints, devices, platform, metadata, geo_ip, app_version, webrtc_sdk, session_info, duration,
            ${at('end_time')}, ${at('call_start')}, ${at('created_at')}, is_active, ${id('conference_id')}, participant_id
       from app_session s join template t on t.id = s.conference_id, ${copies}`,
    `insert into app_connection
     select ${id('c.id')}, type, state, connection_info, ${at('start_time')}, ${at('end_time')}, duration, ${at('created_at')},
            is_active, ${id('conference_id')}, participant_id, peer_id, ${id('session_id')}
       from app_connection c join template t on t.id = c.conference_id, ${copies}`,
    `insert into app_track
     select ${id('k.id')}, kind, direction, track_id, label, track_info, ${at('k.created_at')}, k.is_active,
            ${id('connection_id')}, ${id('session_id')}
       from app_track k join app_session s on s.id = k.session_id join template t on t.id = s.conference_id, ${copies}`,
    `insert into app_issue
     select ${id('i.id')}, type, code, data, ${at('created_at')}, is_active, ${id('conference_id')}, ${id('connection_id')},
            participant_id, ${id('session_id')}, ${id('track_id')}
       from app_issue i join template t on t.id = i.conference_id, ${copies}`,
    `insert into app_genericevent
     select ${id('e.id')}, type, category, data, ${at('created_at')}, is_active, app_id, ${id('conference_id')},
            ${id('connection_id')}, participant_id, peer_id, ${id('session_id')}, ${id('track_id')}
       from app_genericevent e join template t on t.id = e.conference_id, ${copies}`,
  ]
}

/** Fills a copy of the recorded installation with copies of its calls. */
export async function generateCalls(
  client: pg.Client,
  conferences: number,
  say: (text: string) => void,
): Promise<void> {
  await client.query(`set session_replication_role = replica`)
  await client.query(`set synchronous_commit = off`)
  await client.query(`create temporary table template as ${TEMPLATES}`)
  const copies = Math.ceil(conferences / 4)
  for (let first = 1; first <= copies; first += COPIES_AT_ONCE) {
    for (const statement of statements(first, Math.min(first + COPIES_AT_ONCE - 1, copies)))
      await client.query(statement)
    say(`${Math.min(first + COPIES_AT_ONCE - 1, copies) * 4} of ${conferences} calls generated`)
  }
  await client.query('analyze')
}

/** Makes one call of the installation a very long one. */
export async function generateLongCall(client: pg.Client, events: number): Promise<void> {
  await client.query(
    `insert into app_genericevent
     select md5(e.id::text || '-long-' || n)::uuid, type, category, data, created_at + n * interval '10 seconds', is_active,
            app_id, conference_id, connection_id, participant_id, peer_id, session_id, track_id
       from app_genericevent e,
            generate_series(1, (select $1 / count(*) from app_genericevent where conference_id = (select min(id::text)::uuid from template) and category = 'S')) n
      where conference_id = (select min(id::text)::uuid from template) and category = 'S'`,
    [events],
  )
}
