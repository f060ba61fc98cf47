import type { ScopedReader } from '../access/scoped-reader.ts'
import { Issue } from '../entities/issue.ts'
import { type CallPartFilter, callPartSelection } from './call-parts.ts'
import { type Listed, listEntities } from './list-rows.ts'
import type { PageQuery } from './page-query.ts'

export const readIssues = (
  reader: ScopedReader,
  filter: CallPartFilter,
  pageQuery: PageQuery,
): Promise<Listed<Issue>[]> =>
  listEntities(reader, { entity: Issue, table: 'issue' }, callPartSelection(filter), pageQuery)

/** Ids of all issues of a conference, oldest first. */
export async function issueIdsOfConference(reader: ScopedReader, conferenceId: string): Promise<string[]> {
  const rows = await reader.query<{ id: string }>(
    'select id from issue where conference_id = $1 order by created_at, id',
    [conferenceId],
  )
  return rows.map(row => row.id)
}
