import { invalid } from '../../domain/values/errors.ts'
import { parseUuid } from '../../domain/values/uuid.ts'

/** @throws DomainError invalid_parameters for a text that is no UUID */
export function eventId(text: string | undefined): string | undefined {
  if (!text) return undefined
  const id = parseUuid(text)
  if (!id) throw invalid('event_id must be a UUID', { field: 'event_id' })
  return id
}
