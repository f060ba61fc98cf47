import type { Command } from 'commander'
import { IssueSchema, IssueSeverity } from '../../../gen/peermetrics/call/v1/issue_pb.js'
import { QueryService } from '../../../gen/peermetrics/query/v1/query_service_pb.js'
import { type Listing, printRows } from '../output/print.ts'
import { enumText, timeText } from '../output/values.ts'
import { chooseServer, clientOf } from '../remote/choose-server.ts'
import { readPages } from '../remote/pages.ts'
import { DEFAULT_SPAN_NOTE, type FilterOptions, filterFields, withDefaultSpan, withFilters } from './filters.ts'
import { groupCommand, type ListOptions, listCommand } from './server-command.ts'

const issueListing: Listing<typeof IssueSchema> = {
  schema: IssueSchema,
  columns: [
    { title: 'TIME', text: issue => timeText(issue.createTime) },
    { title: 'SEVERITY', text: issue => enumText(IssueSeverity, issue.severity) },
    { title: 'CODE', text: issue => issue.code },
    { title: 'TITLE', text: issue => issue.title },
    { title: 'CONFERENCE', text: issue => issue.conferenceId },
    { title: 'PARTICIPANT', text: issue => issue.participantId ?? '' },
    { title: 'ID', text: issue => issue.id },
  ],
}

export function addIssues(root: Command): void {
  const issues = groupCommand(root, 'issues', 'Look at issues: what went wrong in conferences.')
  withFilters(listCommand(issues, 'list', 'Lists issues, the newest first.'))
    .option('--conference <id>', 'only those of this conference')
    .addHelpText('after', DEFAULT_SPAN_NOTE)
    .action(listIssues)
}

async function listIssues(options: ListOptions & FilterOptions & { conference?: string }): Promise<void> {
  const client = clientOf(QueryService, chooseServer(options))
  const { conference = '' } = options
  const filters = { ...filterFields(withDefaultSpan(options, conference)), conferenceId: conference }
  const pages = readPages(async page => {
    const { issues, nextPageToken } = await client.listIssues({ ...filters, ...page })
    return { rows: issues, nextPageToken }
  }, options.limit)
  await printRows(pages, issueListing, options)
}
