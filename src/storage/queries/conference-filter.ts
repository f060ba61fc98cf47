import type { Quality } from '../../domain/issues/quality.ts'
import { type Conditions, containing } from './conditions.ts'

export type Outcome = 'success' | 'warning' | 'error' | 'ongoing'

/** Narrows conferences down; what is undefined does not matter. */
export interface ConferenceFilter {
  /** Of one session of it. */
  appVersion?: string | undefined
  browser?: string | undefined
  operatingSystem?: string | undefined
  countryCode?: string | undefined
  city?: string | undefined
  qualities?: readonly (Quality | 'not_judged')[] | undefined
  outcomes?: readonly Outcome[] | undefined
  verdictCode?: string | undefined
  /** Of issues of it: all of them. */
  issueCodes?: readonly string[] | undefined
  /** DOMException.name of a failed getUserMedia. */
  mediaErrorName?: string | undefined
  /** Of one connection of it. */
  path?: 'direct' | 'relayed' | undefined
  /** ms, inclusive. */
  minSetupMs?: number | undefined
  /** ms, exclusive. */
  maxSetupMs?: number | undefined
  /** People with a session in it, both inclusive. */
  minPeople?: number | undefined
  maxPeople?: number | undefined
  /** Part of its name or external id, or those of a participant. */
  text?: string | undefined
}

/** Rows of a table that belong to `conference`; with the app, an index by app can be used, too. */
const of = (table: string) => `${table}.conference_id = conference.id and ${table}.app_id = conference.app_id`

const issues = (condition: string) => `exists (select from issue where ${of('issue')} and ${condition})`

const outcomeConditions: Record<Outcome, string> = {
  ongoing: 'ongoing',
  success: `not ongoing and not ${issues('true')}`,
  warning: `not ongoing and ${issues('true')} and not ${issues(`issue.type = 'error'`)}`,
  error: `not ongoing and ${issues(`issue.type = 'error'`)}`,
}

const anyOf = (conditions: readonly string[]) => `(${conditions.join(' or ')})`

/** People who came to `conference`. */
const PEOPLE = `(
  select count(distinct session.participant_id)
    from session join participant on participant.id = session.participant_id and not participant.is_sfu
   where ${of('session')})`

/** Sessions of `conference`, which its index counts by itself: as many as people, or more. */
const SESSION_COUNT = `(select count(*) from session where ${of('session')})`

/** The conferences whose texts, or those of a participant, are like a pattern: each found by its index. */
const named = (pattern: string) => `conference.id in (
  select id from conference where name ilike ${pattern} or external_id ilike ${pattern}
  union all
  select link.conference_id from participant join conference_participant link on link.participant_id = participant.id
   where participant.name ilike ${pattern} or participant.external_id ilike ${pattern})`

/** Adds to conditions on `conference` those of a filter. */
export function addConferenceFilter(where: Conditions, filter: ConferenceFilter): Conditions {
  const { qualities, outcomes, verdictCode, issueCodes = [], mediaErrorName, path, minPeople, maxPeople, text } = filter
  const compared = (column: string, operator: '=' | '>=' | '<', value: string | number | undefined) =>
    value === undefined ? [] : [`${column} ${operator} ${where.bind(value)}`]
  addRelated(where, 'session', [
    ...compared('session.app_version', '=', filter.appVersion),
    ...compared('session.browser', '=', filter.browser),
    ...compared('session.os', '=', filter.operatingSystem),
    ...compared('session.country', '=', filter.countryCode),
    ...compared('session.city', '=', filter.city),
  ])
  addRelated(where, 'connection', [
    ...(path ? [`connection.type ${path === 'relayed' ? '=' : '<>'} 'relay'`] : []),
    ...compared('connection.setup_ms', '>=', filter.minSetupMs ?? (filter.maxSetupMs === undefined ? undefined : 0)),
    ...compared('connection.setup_ms', '<', filter.maxSetupMs),
  ])
  for (const code of issueCodes) where.add(code, bound => issues(`issue.code = ${bound}`))
  if (outcomes?.length) where.raw(anyOf(outcomes.map(outcome => `(${outcomeConditions[outcome]})`)))
  return where
    .add(qualities?.length ? qualities.filter(quality => quality !== 'not_judged') : undefined, judged =>
      anyOf([`quality = any(${judged}::text[])`, ...(qualities?.includes('not_judged') ? ['quality is null'] : [])]),
    )
    .add(verdictCode, code => `verdict_code = ${code}`)
    .add(mediaErrorName, name => issues(`issue.code = 'getusermedia_error' and issue.data ->> 'name' = ${name}`))
    .add(
      minPeople,
      people => `case when ${SESSION_COUNT} < ${people}::int then false else ${PEOPLE} >= ${people}::int end`,
    )
    .add(maxPeople, people => `${PEOPLE} <= ${people}::int`)
    .add(text === undefined ? undefined : containing(text), named)
}

/** @param conditions what must be true of one row of the table; none: nothing */
function addRelated(where: Conditions, table: string, conditions: readonly string[]): void {
  if (conditions.length > 0)
    where.raw(`exists (select from ${table} where ${of(table)} and ${conditions.join(' and ')})`)
}
