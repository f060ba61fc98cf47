import type { Issue } from '../../storage/entities/issue.ts'
import type { CallPartFilter } from '../../storage/queries/call-parts.ts'
import { readIssues } from '../../storage/queries/issues.ts'
import type { ReadContext } from '../access/caller-context.ts'
import { checkedCallPart } from './filters.ts'
import type { List } from './lists.ts'

/**
 * Issues of a conference, participant or app, of which one must be given.
 * @throws DomainError missing_parameters, invalid_parameters
 */
export function issueList({ reader }: ReadContext, wanted: CallPartFilter): List<Issue> {
  const filter = checkedCallPart(wanted)
  return {
    name: `issues ${JSON.stringify(filter)}`,
    read: async slice =>
      (await readIssues(reader, filter, slice)).map(({ entity, position }) => ({ row: entity, position })),
  }
}
