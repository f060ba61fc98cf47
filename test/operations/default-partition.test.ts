import { v4 as uuidv4, v7 as uuidv7 } from 'uuid'
import { describe, expect, it } from 'vitest'
import { SdkTokens } from '../../src/auth/sdk-tokens.ts'
import { createDatabase, engines } from '../support/database.ts'
import { readRows } from '../support/stored-rows.ts'
import { INIT_TOKEN_SECRET, SESSION_TOKEN_SECRET } from '../support/test-config.ts'
import { startTestServer } from '../support/test-server.ts'

const tokens = new SdkTokens({ initTokenSecrets: [INIT_TOKEN_SECRET], sessionTokenSecrets: [SESSION_TOKEN_SECRET] })

/** Two conferences as another server has left them, with a participant each. */
const INSERT_CONFERENCES = `
  with moved (conference, participant) as (values ($1::uuid, $2::uuid), ($3::uuid, $4::uuid)), people as (
    insert into participant (id, app_id, external_id, created_at)
    select participant, app.id, participant::text, now() from moved, app
  )
  insert into conference (id, app_id, external_id, info, created_at)
  select conference, app.id, conference::text, '{}', now() from moved, app`

const conferenceIds = [uuidv7({ msecs: Date.parse('2025-01-31') }), uuidv4()]

describe.each(engines())('events on %s of conferences that have no partition', engine => {
  it('go to the default partition: an old UUIDv7 and a UUIDv4', async () => {
    await using database = await createDatabase(engine)
    // A server makes the app. The data folder that is copied has seen one.
    if (engine === 'postgres') await (await startTestServer(engine, {}, database)).stop()
    const ids = conferenceIds.map(conferenceId => ({ conferenceId, participantId: uuidv4() }))
    await readRows(database, INSERT_CONFERENCES, ids.flatMap(Object.values))

    await using server = await startTestServer(engine, {}, database)
    for (const claims of ids) {
      const initToken = await tokens.issueInitToken(claims, new Date())
      const session = await server.post('/sessions', { token: initToken })
      const reply = await server.post('/events/browser', { token: session.body.token, eventName: 'tick' })
      expect(reply.status, reply.text).toBe(200)
    }
    await server.stop()
    const stored = 'select conference_id as id, tableoid::regclass::text as partition from event order by received_at'
    expect(await server.rows(stored)).toEqual(conferenceIds.map(id => ({ id, partition: 'event_default' })))
  })
})
