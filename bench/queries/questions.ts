import type { BenchSubjects } from './subjects.ts'

/** Something that is asked of the server: an HTTP route, or an RPC in Connect's JSON. */
export interface BenchQuestion {
  name: string
  path: string
  /** Of an RPC; undefined: a GET route. */
  message?: Record<string, unknown>
}

const QUERY_SERVICE = '/peermetrics.query.v1.QueryService'

export function benchQuestions(s: BenchSubjects): BenchQuestion[] {
  const get = (name: string, path: string): BenchQuestion => ({ name, path: `/v1${path}` })
  const rpc = (method: string, message: Record<string, unknown>, note: string): BenchQuestion => {
    return { name: `${method} ${note}`, path: `${QUERY_SERVICE}/${method}`, message }
  }
  const month = `appId=${s.bigApp}&created_at_gte=${s.monthAgo}`
  const newest = { appId: s.bigApp, order: 'ORDER_NEWEST_FIRST' }
  const recent = { appId: s.bigApp, createTimeRange: { startTime: s.monthAgo } }
  const week = `appId=${s.bigApp}&created_at_gte=${s.weekAgo}`
  return [
    get('conferences: big app', `/conferences?appId=${s.bigApp}&limit=50`),
    get('conferences: big app, far in', `/conferences?appId=${s.bigApp}&limit=50&offset=10000`),
    get('conferences: big app, week', `/conferences?${week}&limit=200`),
    get('conferences: small app', `/conferences?appId=${s.smallApp}&limit=50`),
    get('conferences: issue code', `/conferences?appId=${s.bigApp}&issue_code=ice_failed&limit=50`),
    get('conferences: duration', `/conferences?appId=${s.bigApp}&duration_gte=3000&duration_lt=3600&limit=50`),
    get('conferences: busy participant', `/conferences?participantId=${s.busyParticipant}&limit=50`),
    get('conferences: ids', `/conferences?conference_ids=${s.conferenceIds}`),
    get('conference: big', `/conferences/${s.bigConference}`),
    get('conference events: usual', `/conferences/${s.usualConference}/events`),
    get('conference events: big', `/conferences/${s.bigConference}/events?limit=50&offset=500`),
    get('conference events: big, all but stats', `/conferences/${s.bigConference}/events?type=-stats&limit=50`),
    get('participants: big app', `/participants?appId=${s.bigApp}&limit=50&offset=1000`),
    get('participants: conference', `/participants?conferenceId=${s.bigConference}`),
    get('sessions: big app', `/sessions?appId=${s.bigApp}&limit=50`),
    get('sessions: big app, far in', `/sessions?appId=${s.bigApp}&limit=50&offset=30000`),
    get('sessions: conference', `/sessions?conferenceId=${s.bigConference}`),
    get('sessions: busy participant', `/sessions?participantId=${s.busyParticipant}&limit=50`),
    get('connections: conference', `/connections?conferenceId=${s.bigConference}`),
    get('connections: busy participant', `/connections?participantId=${s.busyParticipant}`),
    get('issues: conference', `/issues?conferenceId=${s.bigConference}`),
    get('issues: busy participant', `/issues?participantId=${s.busyParticipant}`),
    get('gum events: busy participant', `/events/get-user-media?participantId=${s.busyParticipant}&limit=50`),
    get('browser events: big conference', `/events/browser?conferenceId=${s.bigConference}&limit=50`),
    get('connection events: usual participant', `/connection?participantId=${s.usualParticipant}`),
    get('stats: usual participant', `/stats?participantId=${s.usualParticipant}&limit=50`),
    get('stats: busy participant', `/stats?participantId=${s.busyParticipant}&limit=50`),
    get('search: room', '/search?query=room-12345'),
    get('search: common word', '/search?query=Weekly%20call'),
    get('search: person', '/search?query=grace'),
    get('summary: outcomes', `/conferences/summary?${month}`),
    get('summary: durations', `/conferences/duration-summary?${month}`),
    get('summary: participants', `/conferences/participant-count-summary?${month}`),
    get('summary: issues', `/issues/summary?${month}`),
    get('summary: media errors', `/issues/gum-summary?${month}`),
    get('summary: paths', `/connections/summary?${month}`),
    get('summary: setup times', `/connections/setup-time-summary?${month}`),
    get('summary: sessions', `/sessions/summary?${month}`),
    rpc('ListConferences', { appId: s.bigApp, order: 'ORDER_NEWEST_FIRST', pageSize: 200 }, 'newest'),
    rpc('ListSessions', { appId: s.bigApp, order: 'ORDER_NEWEST_FIRST' }, 'newest'),
    rpc('ListConnections', { appId: s.bigApp, order: 'ORDER_NEWEST_FIRST', pageSize: 200 }, 'newest'),
    rpc('ListIssues', { appId: s.bigApp, order: 'ORDER_NEWEST_FIRST', pageSize: 200 }, 'newest'),
    rpc('ListParticipants', { appId: s.bigApp, order: 'ORDER_NEWEST_FIRST' }, 'newest'),
    rpc('ListConferenceEvents', { conferenceId: s.bigConference, order: 'ORDER_NEWEST_FIRST' }, 'big, newest'),
    rpc('ListConferences', { order: 'ORDER_NEWEST_FIRST' }, 'all apps, newest'),
    rpc('ListConferences', { order: 'ORDER_NEWEST_FIRST', organizationId: s.organization }, 'organization, newest'),
    rpc('ListConferences', { ...newest, filter: { qualities: ['QUALITY_BAD'] } }, 'bad'),
    rpc('ListConferences', { ...newest, filter: { qualities: ['QUALITY_POOR', 'QUALITY_BAD'] } }, 'poor and bad'),
    rpc('ListConferences', { ...newest, filter: { verdictCode: 'high_rtt' }, withTotalCount: true }, 'reason, counted'),
    rpc('ListConferences', { ...newest, sortKey: 'SORT_KEY_DURATION' }, 'longest'),
    rpc('ListConferences', { sortKey: 'SORT_KEY_DURATION', order: 'ORDER_NEWEST_FIRST' }, 'all apps, longest'),
    rpc('ListConferences', { ...newest, filter: { browser: 'Safari' } }, 'browser'),
    rpc('ListConferences', { ...newest, filter: { browser: 'Safari', city: 'City 7' } }, 'browser and city'),
    rpc('ListConferences', { ...newest, filter: { city: 'Nowhere' } }, 'city without calls'),
    rpc('ListConferences', { ...newest, filter: { outcomes: ['OUTCOME_ERROR'] } }, 'outcome'),
    rpc('ListConferences', { ...newest, filter: { path: 'CONNECTION_PATH_RELAYED', minSetupMs: 5000 } }, 'slow relays'),
    rpc('ListConferences', { ...newest, filter: { minParticipantCount: 40 } }, 'many people'),
    rpc('ListConferences', { ...newest, filter: { query: 'grace' } }, 'people called so'),
    rpc('ListConferences', { ...newest, filter: { query: 'room-12345' } }, 'external id like'),
    rpc('ListConferences', { participantId: s.busyParticipant, order: 'ORDER_NEWEST_FIRST' }, 'busy participant'),
    rpc('ListSessions', { order: 'ORDER_NEWEST_FIRST' }, 'all apps, newest'),
    rpc('ListConnections', { order: 'ORDER_NEWEST_FIRST' }, 'all apps, newest'),
    rpc('ListIssues', { order: 'ORDER_NEWEST_FIRST' }, 'all apps, newest'),
    rpc('ListParticipants', { order: 'ORDER_NEWEST_FIRST' }, 'all apps, newest'),
    rpc('GetQualitySummary', recent, 'month'),
    rpc('GetQualitySummary', { ...recent, bucket: 'BUCKET_HOUR', timeZone: 'Europe/Berlin' }, 'month by hour'),
    rpc('GetConferenceOutcomeSummary', { ...recent, filter: { browser: 'Safari' } }, 'browser'),
    rpc('GetConferenceDurationSummary', { ...recent, filter: { qualities: ['QUALITY_BAD'] } }, 'bad'),
    rpc('GetParticipantCountSummary', { ...recent, filter: { qualities: ['QUALITY_BAD'] } }, 'bad'),
    rpc('GetIssueSummary', { ...recent, filter: { qualities: ['QUALITY_BAD'] } }, 'bad'),
    rpc('GetUserMediaErrorSummary', { ...recent, filter: { browser: 'Safari' } }, 'browser'),
    rpc('GetConnectionTypeSummary', { ...recent, filter: { qualities: ['QUALITY_BAD'] } }, 'bad'),
    rpc('GetConnectionSetupTimeSummary', { ...recent, filter: { countryCode: 'DE' } }, 'country'),
    rpc('GetSessionSummary', { ...recent, filter: { verdictCode: 'high_rtt' } }, 'reason'),
    rpc('ListEvents', { participantId: s.busyParticipant, excludedType: 'stats' }, 'busy participant'),
    rpc(
      'ListEvents',
      { conferenceId: s.bigConference, excludedType: 'stats', text: 'connected', omitData: true },
      'text',
    ),
    rpc('GetConferenceTimeline', { conferenceId: s.bigConference }, 'big'),
  ]
}
