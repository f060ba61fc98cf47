import type { Connection } from '../../storage/entities/connection.ts'
import type { CallPartFilter } from '../../storage/queries/call-parts.ts'
import { readConnections } from '../../storage/queries/connections.ts'
import type { ReadContext } from '../access/caller-context.ts'
import { checkedCallPart } from './filters.ts'
import type { List } from './lists.ts'

/**
 * Connections of a conference, participant or app, of which one must be given.
 * @throws DomainError missing_parameters, invalid_parameters
 */
export function connectionList({ reader }: ReadContext, wanted: CallPartFilter): List<Connection> {
  const filter = checkedCallPart(wanted)
  return {
    name: `connections ${JSON.stringify(filter)}`,
    read: async slice =>
      (await readConnections(reader, filter, slice)).map(({ entity, position }) => ({ row: entity, position })),
  }
}
