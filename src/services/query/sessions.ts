import { parseUuid } from '../../domain/values/uuid.ts'
import type { CallPartFilter } from '../../storage/queries/call-parts.ts'
import {
  countSessions,
  findSession,
  readSessions,
  type SessionBrief,
  type SessionRow,
} from '../../storage/queries/sessions.ts'
import type { ReadContext } from '../access/caller-context.ts'
import { hasBounds } from './filters.ts'
import { requireFound, requireRow } from './find.ts'
import type { CountedList } from './lists.ts'

/** A session, `constraints` included. @throws DomainError session_not_found */
export async function getSession({ reader }: ReadContext, id: string | undefined): Promise<SessionRow> {
  const uuid = parseUuid(id)
  return requireFound(uuid ? await findSession(reader, uuid) : undefined, 'session')
}

/** Default range of a list, backwards from now. */
const DEFAULT_DAYS = 30
const DAY_MS = 24 * 60 * 60 * 1000

/**
 * Sessions, of a conference, participant or app where one is given; without their `constraints`. Of the last
 * {@link DEFAULT_DAYS} days unless a time of creation is given.
 * @throws DomainError the not-found codes of the three
 */
export async function sessionList(
  context: ReadContext,
  { conferenceId, participantId, appId, created }: CallPartFilter,
): Promise<CountedList<SessionRow<SessionBrief>>> {
  const { reader, now } = context
  const subject = {
    conferenceId: conferenceId ? await requireRow(context, 'conference', conferenceId) : undefined,
    participantId: participantId ? await requireRow(context, 'participant', participantId) : undefined,
    appId: appId ? await requireRow(context, 'app', appId) : undefined,
  }
  const recent = { after: new Date(now.getTime() - DEFAULT_DAYS * DAY_MS).toISOString() }
  const filter = { ...subject, created: hasBounds(created) ? created : recent }
  return {
    name: `sessions ${JSON.stringify({ ...subject, created })}`,
    read: pageQuery => readSessions(reader, filter, pageQuery),
    count: () => countSessions(reader, filter),
  }
}
