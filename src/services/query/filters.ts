import { invalid, missing } from '../../domain/values/errors.ts'
import { storableText } from '../../domain/values/json.ts'
import { requireLength } from '../../domain/values/text-limits.ts'
import { parseUuid } from '../../domain/values/uuid.ts'
import type { CallPartFilter } from '../../storage/queries/call-parts.ts'
import type { InstantBounds } from '../../storage/queries/conditions.ts'

/** @throws DomainError missing_parameters unless one of the filters is given; an empty text is none */
export function requireSome(filter: Record<string, unknown>): void {
  const isGiven = (value: unknown) => value !== undefined && value !== ''
  if (!Object.values(filter).some(isGiven)) throw missing(`one of ${Object.keys(filter).join(', ')}`)
}

/** The id of a filter; undefined when none is given. @throws DomainError invalid_parameters when malformed */
export function filterId(text: string | undefined, name: string): string | undefined {
  if (!text) return undefined
  const id = parseUuid(text)
  if (!id) throw invalid(`${name} must be a UUID`, { field: name.replace(' ', '_') })
  return id
}

/** Longest text that is filtered by, in characters: names of events and codes of issues are shorter. */
const MAX_FILTER_LENGTH = 64

/** The text of a filter; undefined when none is given. @throws DomainError invalid_parameters when too long */
export function filterText(text: string | undefined, name: string): string | undefined {
  if (!text) return undefined
  requireLength(name, text, MAX_FILTER_LENGTH)
  return storableText(text)
}

export const hasBounds = (bounds: InstantBounds): boolean => Object.values(bounds).some(Boolean)

/** @throws DomainError missing_parameters without any of the three ids, invalid_parameters for a malformed one */
export function checkedCallPart({ conferenceId, participantId, appId, created }: CallPartFilter): CallPartFilter {
  requireSome({ conferenceId, participantId, appId })
  return {
    conferenceId: filterId(conferenceId, 'conference id'),
    participantId: filterId(participantId, 'participant id'),
    appId: filterId(appId, 'app id'),
    created,
  }
}
