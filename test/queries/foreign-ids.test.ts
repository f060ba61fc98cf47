import { ConnectError } from '@connectrpc/connect'
import { describe, expect, it } from 'vitest'
import { ErrorDetailSchema } from '../../gen/peermetrics/error/v1/error_detail_pb.js'
import { createDatabase, engines } from '../support/database.ts'
import { type ReadingServer, startReadingServer } from './support/reading.ts'
import { type StoredCalls, storeCalls } from './support/stored-calls.ts'

const UNKNOWN = '99999999-9999-4999-8999-999999999999'

/** Ids as of things that nobody has. */
const unknownCalls = Object.fromEntries(
  ['organizationId', 'appId', 'conferenceId', 'participantId', 'sessionId', 'connectionId', 'trackId', 'issueId'].map(
    name => [name, UNKNOWN],
  ),
) as unknown as StoredCalls

/** Every route with an id in it, as a filter or in its path. */
const paths = (c: StoredCalls): string[] => [
  ...['conference', 'participant', 'session', 'connection', 'issue'].map(
    name => `/${name}s/${c[`${name as 'conference'}Id`]}`,
  ),
  `/conferences/${c.conferenceId}/events`,
  `/conferences/${c.conferenceId}/graphs`,
  `/conferences?conference_ids=${c.conferenceId}`,
  `/conferences?participantId=${c.participantId}&limit=5`,
  `/participants?conferenceId=${c.conferenceId}`,
  ...['conferences', 'participants', 'sessions', 'connections', 'issues'].map(list => `/${list}?appId=${c.appId}`),
  ...['sessions', 'connections', 'issues', 'events/get-user-media', 'events/browser', 'connection', 'stats'].flatMap(
    list => [
      `/${list}?conferenceId=${c.conferenceId}`,
      `/${list}?participantId=${c.participantId}`,
      `/${list}?conferenceId=${c.conferenceId}&limit=1`,
    ],
  ),
  ...['conferences/summary', 'conferences/duration-summary', 'conferences/participant-count-summary'].map(
    name => `/${name}?appId=${c.appId}`,
  ),
  ...['issues/summary', 'issues/gum-summary', 'connections/summary', 'connections/setup-time-summary'].map(
    name => `/${name}?appId=${c.appId}`,
  ),
  `/sessions/summary?appId=${c.appId}`,
  `/search?query=${c.conferenceId}`,
  `/search?query=${c.appId}`,
]

const calls = (rpc: ReadingServer['rpc'], c: StoredCalls): Record<string, () => Promise<unknown>> => ({
  getConference: () => rpc.getConference(c),
  listConferences: () => rpc.listConferences({ appId: c.appId }),
  'listConferences, ids': () => rpc.listConferences({ conferenceIds: [c.conferenceId] }),
  listConferenceEvents: () => rpc.listConferenceEvents({ conferenceId: c.conferenceId }),
  getConferenceSummary: () => rpc.getConferenceSummary({ conferenceId: c.conferenceId }),
  getConferenceTimeline: () => rpc.getConferenceTimeline({ conferenceId: c.conferenceId }),
  getConnectionSeries: () => rpc.getConnectionSeries({ conferenceId: c.conferenceId, connectionIds: [c.connectionId] }),
  getParticipant: () => rpc.getParticipant({ participantId: c.participantId }),
  listParticipants: () => rpc.listParticipants({ conferenceId: c.conferenceId }),
  getSession: () => rpc.getSession({ sessionId: c.sessionId }),
  listSessions: () => rpc.listSessions({ conferenceId: c.conferenceId }),
  getConnection: () => rpc.getConnection({ connectionId: c.connectionId }),
  listConnections: () => rpc.listConnections({ conferenceId: c.conferenceId }),
  getTrack: () => rpc.getTrack({ trackId: c.trackId }),
  listTracks: () => rpc.listTracks({ owner: { case: 'sessionId', value: c.sessionId } }),
  'listTracks, connection': () => rpc.listTracks({ owner: { case: 'connectionId', value: c.connectionId } }),
  'listTracks, participant': () => rpc.listTracks({ owner: { case: 'participantId', value: c.participantId } }),
  getIssue: () => rpc.getIssue({ issueId: c.issueId }),
  listIssues: () => rpc.listIssues({ participantId: c.participantId }),
  getEvent: () => rpc.getEvent({ conferenceId: c.conferenceId, eventId: c.eventId ?? UNKNOWN }),
  'listEvents, session': () => rpc.listEvents({ sessionId: c.sessionId }),
  'listEvents, connection': () => rpc.listEvents({ connectionId: c.connectionId }),
  'listEvents, track': () => rpc.listEvents({ trackId: c.trackId }),
  listEvents: () => rpc.listEvents({ participantId: c.participantId }),
  search: () => rpc.search({ query: c.conferenceId }),
  getConferenceOutcomeSummary: () => rpc.getConferenceOutcomeSummary({ appId: c.appId }),
  getConferenceDurationSummary: () => rpc.getConferenceDurationSummary({ appId: c.appId }),
  getParticipantCountSummary: () => rpc.getParticipantCountSummary({ appId: c.appId }),
  getIssueSummary: () => rpc.getIssueSummary({ appId: c.appId }),
  getUserMediaErrorSummary: () => rpc.getUserMediaErrorSummary({ appId: c.appId }),
  getConnectionTypeSummary: () => rpc.getConnectionTypeSummary({ appId: c.appId }),
  getConnectionSetupTimeSummary: () => rpc.getConnectionSetupTimeSummary({ appId: c.appId }),
  getSessionSummary: () => rpc.getSessionSummary({ appId: c.appId }),
  exportConference: async () => {
    for await (const { record } of rpc.exportConference({ conferenceId: c.conferenceId })) return record
    return undefined
  },
})

async function outcome(call: () => Promise<unknown>): Promise<unknown> {
  try {
    return await call()
  } catch (error) {
    const refused = ConnectError.from(error)
    const { code, rawMessage } = refused
    return { code, rawMessage, reason: refused.findDetails(ErrorDetailSchema)[0]?.reason }
  }
}

describe.each(engines())('what belongs to an organization outside the scope, on %s', engine => {
  it('answers on every route and RPC like what does not exist', async () => {
    await using database = await createDatabase(engine)
    const own = await storeCalls(database, { owner: 1, isActive: true })
    const foreign = await storeCalls(database, { owner: 2, isActive: false })
    await using reading = await startReadingServer(engine, database)
    const [ownPaths, foreignPaths, unknownPaths] = [paths(own), paths(foreign), paths(unknownCalls)]
    for (const [index, path] of unknownPaths.entries()) {
      const unknown = await reading.get(path)
      const hidden = await reading.get(foreignPaths[index] ?? '')
      expect({ status: hidden.status, text: hidden.text }, foreignPaths[index]).toEqual({
        status: unknown.status,
        text: unknown.text,
      })
      const shown = await reading.get(ownPaths[index] ?? '')
      expect(shown.status, `${ownPaths[index]}: ${shown.text}`).toBe(200)
      const isCategory = /get-user-media|\/connection\?|stats\?/.test(path)
      if (!isCategory && !/gum|connections\/s|sessions\/s/.test(path)) expect(shown.text, path).not.toBe(unknown.text)
    }
    const unknown = calls(reading.rpc, unknownCalls)
    const hidden = calls(reading.rpc, foreign)
    for (const name of Object.keys(unknown)) {
      const expected = await outcome(unknown[name] as () => Promise<unknown>)
      expect(await outcome(hidden[name] as () => Promise<unknown>), name).toEqual(expected)
    }
  }, 120_000)
})
