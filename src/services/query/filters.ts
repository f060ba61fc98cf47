import { invalid } from '../../domain/values/errors.ts'
import { storableText } from '../../domain/values/json.ts'
import { requireLength } from '../../domain/values/text-limits.ts'
import { parseUuid } from '../../domain/values/uuid.ts'
import type { CallPartFilter } from '../../storage/queries/call-parts.ts'
import type { InstantBounds } from '../../storage/queries/conditions.ts'

/** The id of a filter; undefined when none is given. @throws DomainError invalid_parameters when malformed */
export function filterId(text: string | undefined, field: string): string | undefined {
  if (!text) return undefined
  const id = parseUuid(text)
  if (!id) throw invalid(`${field} must be a UUID`, { field })
  return id
}

/** Longest text that is filtered by, in characters: names of events and codes of issues are shorter. */
const MAX_FILTER_LENGTH = 64

/** The text of a filter; undefined when none is given. @throws DomainError invalid_parameters when too long */
export function filterText(text: string | undefined, field: string): string | undefined {
  if (!text) return undefined
  requireLength(field, text, MAX_FILTER_LENGTH)
  return storableText(text)
}

export const hasBounds = (bounds: InstantBounds): boolean => Object.values(bounds).some(Boolean)

/** @throws DomainError invalid_parameters for a malformed id */
export const checkedCallPart = ({ conferenceId, participantId, appId, created }: CallPartFilter): CallPartFilter => ({
  conferenceId: filterId(conferenceId, 'conference_id'),
  participantId: filterId(participantId, 'participant_id'),
  appId: filterId(appId, 'app_id'),
  created,
})
