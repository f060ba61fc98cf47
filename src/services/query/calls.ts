import { DomainError, type ErrorCode } from '../../domain/errors.ts'
import { parseUuid } from '../../domain/uuid.ts'
import { Conference } from '../../storage/entities/conference.ts'
import { Connection } from '../../storage/entities/connection.ts'
import { Issue } from '../../storage/entities/issue.ts'
import { ConferenceParticipant, Participant } from '../../storage/entities/participant.ts'
import type { Caller } from '../caller.ts'
import type { ServiceContext } from '../context.ts'

export interface ConferenceDetails {
  conference: Conference
  participantIds: string[]
  /** Oldest first. */
  issueIds: string[]
}

/** @throws DomainError conference_not_found */
export async function getConference(context: ServiceContext, _caller: Caller, id: string): Promise<ConferenceDetails> {
  const em = context.em()
  const conference = found(
    await em.findOne(Conference, { id: uuidOr(id, 'conference_not_found') }),
    'conference_not_found',
  )
  const links = await em.find(ConferenceParticipant, { conference: conference.id }, { orderBy: { participant: 'asc' } })
  const issues = await em.find(Issue, { conference: conference.id }, { orderBy: { createdAt: 'asc', id: 'asc' } })
  const participantIds = links.map(link => link.participant)
  return { conference, participantIds, issueIds: issues.map(issue => issue.id) }
}

/** @throws DomainError participant_not_found */
export async function getParticipant(context: ServiceContext, _caller: Caller, id: string): Promise<Participant> {
  const uuid = uuidOr(id, 'participant_not_found')
  return found(await context.em().findOne(Participant, { id: uuid }), 'participant_not_found')
}

/** @throws DomainError connection_not_found */
export async function getConnection(context: ServiceContext, _caller: Caller, id: string): Promise<Connection> {
  const uuid = uuidOr(id, 'connection_not_found')
  return found(await context.em().findOne(Connection, { id: uuid }), 'connection_not_found')
}

/** A malformed id is one that does not exist. */
function uuidOr(id: string, code: ErrorCode): string {
  const uuid = parseUuid(id)
  if (!uuid) throw new DomainError(code)
  return uuid
}

function found<T>(row: T | null, code: ErrorCode): T {
  if (!row) throw new DomainError(code)
  return row
}
