import { describe, expect, it } from 'vitest'
import { createDatabase, engines } from '../support/database.ts'
import { readRows } from '../support/stored-rows.ts'
import { ADMIN_API_TOKEN, startReadingServer } from './support/reading.ts'
import { storeCalls } from './support/stored-calls.ts'

/** More than what is read at once. */
const MANY = 1234

describe.each(engines())('a list without a limit on %s', engine => {
  it('comes whole and in order, however long it is', async () => {
    await using database = await createDatabase(engine)
    const { appId, conferenceId, participantId, sessionId } = await storeCalls(database, { owner: 1, isActive: true })
    const moment = `timestamptz '2026-11-21 10:00:00Z' + (n / 100) * interval '1 minute'`
    await readRows(
      database,
      `insert into issue (id, app_id, conference_id, type, code, subject, created_at)
         select gen_random_uuid(), $1, $2, 'warning', 'high_rtt', n::text, ${moment} from generate_series(1, ${MANY}) n`,
      [appId, conferenceId],
    )
    await readRows(
      database,
      `insert into event (conference_id, id, app_id, session_id, participant_id, category, type, created_at, received_at)
         select $2, gen_random_uuid(), $1, $3, $4, 1, 'custom', ${moment}, ${moment} from generate_series(1, ${MANY}) n`,
      [appId, conferenceId, sessionId, participantId],
    )
    await using reading = await startReadingServer(engine, database)
    for (const path of [`/issues?conferenceId=${conferenceId}`, `/conferences/${conferenceId}/events`]) {
      const { body, headers } = await reading.get(path)
      expect(headers.get('content-type')).toBe('application/json; charset=utf-8')
      const rows = body.data as { id: string; created_at: string }[]
      expect(new Set(rows.map(row => row.id)).size, path).toBe(MANY + 9)
      const places = rows.map(row => row.created_at + row.id)
      expect(places, path).toEqual(places.toSorted())
    }
    const head = await fetch(`${reading.server.api}/issues?conferenceId=${conferenceId}`, {
      method: 'HEAD',
      headers: { authorization: `Bearer ${ADMIN_API_TOKEN}` },
    })
    expect(head.status).toBe(200)
    expect(await head.text()).toBe('')
  }, 120_000)
})
