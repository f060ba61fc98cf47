import { DomainError, type ErrorCode } from '../../domain/errors.ts'
import { parseUuid } from '../../domain/uuid.ts'
import { Conference } from '../../storage/entities/conference.ts'
import { Connection } from '../../storage/entities/connection.ts'
import { Participant } from '../../storage/entities/participant.ts'
import type { ReadContext } from '../access/caller-context.ts'

export interface ConferenceDetails {
  conference: Conference
  participantIds: string[]
  /** Oldest first. */
  issueIds: string[]
}

/** @throws DomainError conference_not_found */
export async function getConference(context: ReadContext, id: string | undefined): Promise<ConferenceDetails> {
  const { reader } = context
  const conference = await findConference(context, id)
  const participants = await reader.query<{ id: string }>(
    'select participant_id as id from conference_participant where conference_id = $1 order by participant_id',
    [conference.id],
  )
  const issues = await reader.query<{ id: string }>(
    'select id from issue where conference_id = $1 order by created_at, id',
    [conference.id],
  )
  return { conference, participantIds: participants.map(row => row.id), issueIds: issues.map(row => row.id) }
}

/** @throws DomainError conference_not_found */
export const findConference = (context: ReadContext, id: string | undefined): Promise<Conference> =>
  findOne(context, Conference, 'conference', id, 'conference_not_found')

/** @throws DomainError participant_not_found */
export const getParticipant = (context: ReadContext, id: string | undefined): Promise<Participant> =>
  findOne(context, Participant, 'participant', id, 'participant_not_found')

/** @throws DomainError connection_not_found */
export const getConnection = (context: ReadContext, id: string | undefined): Promise<Connection> =>
  findOne(context, Connection, 'connection', id, 'connection_not_found')

/** The row with an id; a malformed id is one that does not exist. */
async function findOne<Entity extends object>(
  { reader }: ReadContext,
  entity: new () => Entity,
  table: 'conference' | 'participant' | 'connection',
  id: string | undefined,
  code: ErrorCode,
): Promise<Entity> {
  const uuid = parseUuid(id)
  const [found] = uuid ? await reader.entities(entity, `select * from ${table} where id = $1`, [uuid]) : []
  if (!found) throw new DomainError(code)
  return found
}
