import { DomainError, type ErrorCode } from '../../domain/values/errors.ts'
import { parseUuid } from '../../domain/values/uuid.ts'
import { Conference } from '../../storage/entities/conference.ts'
import { Connection } from '../../storage/entities/connection.ts'
import { Issue } from '../../storage/entities/issue.ts'
import { Participant } from '../../storage/entities/participant.ts'
import { Track } from '../../storage/entities/track.ts'
import { findRow, hasRow, type NamedTable } from '../../storage/queries/find-row.ts'
import type { ReadContext } from '../access/caller-context.ts'

type Id = string | undefined

const notFound: Record<NamedTable, ErrorCode> = {
  app: 'app_not_found',
  conference: 'conference_not_found',
  participant: 'participant_not_found',
  session: 'session_not_found',
  connection: 'connection_not_found',
  track: 'track_not_found',
  issue: 'issue_not_found',
}

/** @throws DomainError conference_not_found */
export const findConference = (context: ReadContext, id: Id) => findOne(context, Conference, 'conference', id)

/** @throws DomainError participant_not_found */
export const getParticipant = (context: ReadContext, id: Id) => findOne(context, Participant, 'participant', id)

/** @throws DomainError connection_not_found */
export const getConnection = (context: ReadContext, id: Id) => findOne(context, Connection, 'connection', id)

/** @throws DomainError track_not_found */
export const getTrack = (context: ReadContext, id: Id) => findOne(context, Track, 'track', id)

/** @throws DomainError issue_not_found */
export const getIssue = (context: ReadContext, id: Id) => findOne(context, Issue, 'issue', id)

/** The id in its usual form. @throws DomainError the not-found code of the thing, also for what is outside the scope */
export async function requireRow({ reader }: ReadContext, table: NamedTable, id: string): Promise<string> {
  const uuid = parseUuid(id)
  if (uuid && (await hasRow(reader, table, uuid))) return uuid
  throw new DomainError(notFound[table])
}

/** Unwraps the result of a lookup. @throws DomainError the not-found code of the thing */
export function requireFound<Found>(found: Found | undefined, table: NamedTable): Found {
  if (found === undefined) throw new DomainError(notFound[table])
  return found
}

/** A malformed id is one that does not exist. */
async function findOne<Entity extends object>(
  { reader }: ReadContext,
  entity: new () => Entity,
  table: NamedTable,
  id: Id,
): Promise<Entity> {
  const uuid = parseUuid(id)
  return requireFound(uuid ? await findRow(reader, entity, table, uuid) : undefined, table)
}
