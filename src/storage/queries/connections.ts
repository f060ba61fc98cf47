import type { ScopedReader } from '../access/scoped-reader.ts'
import { Connection } from '../entities/connection.ts'
import { type CallPartFilter, callPartSelection } from './call-parts.ts'
import { type Listed, listEntities } from './list-rows.ts'
import type { PageQuery } from './page-query.ts'

export const readConnections = (
  reader: ScopedReader,
  filter: CallPartFilter,
  pageQuery: PageQuery,
): Promise<Listed<Connection>[]> =>
  listEntities(reader, { entity: Connection, table: 'connection' }, callPartSelection(filter), pageQuery)

/** Those of some connections that belong to a conference. */
export const connectionsOfConference = (
  reader: ScopedReader,
  conferenceId: string,
  ids: readonly string[],
): Promise<Connection[]> =>
  reader.entities(Connection, 'select * from connection where conference_id = $1 and id = any($2::uuid[])', [
    conferenceId,
    ids,
  ])
