import { rowPages } from '@peermetrics/client'
import { IssueSchema, IssueSeverity } from '@peermetrics/client/call/v1'
import type { Context } from '../context.ts'
import { messageListing } from '../output/listing.ts'
import { enumText, severityTone, timeText } from '../output/values.ts'
import { conferenceIdOf } from '../remote/find.ts'
import { type FilterOptions, filterFields } from './filters.ts'

const issueListing = messageListing(IssueSchema, {
  columns: [
    { title: 'TIME', text: issue => timeText(issue.createTime) },
    {
      title: 'SEVERITY',
      text: issue => enumText(IssueSeverity, issue.severity),
      tone: issue => severityTone(issue.severity),
    },
    { title: 'CODE', text: issue => issue.code },
    { title: 'TITLE', text: issue => issue.title },
    { title: 'CONFERENCE', text: issue => issue.conferenceId },
    { title: 'PARTICIPANT', text: issue => issue.participantId ?? '' },
    { title: 'ID', text: issue => issue.id },
  ],
  leaveOut: ['ID', 'PARTICIPANT', 'TITLE', 'CONFERENCE', 'TIME'],
  id: issue => issue.id,
})

export async function listIssues(context: Context<FilterOptions & { conference?: string }>): Promise<void> {
  const { conference, limit } = context.options
  const conferenceId = conference === undefined ? '' : await conferenceIdOf(context, conference)
  const request = { ...(await filterFields(context, conference)), conferenceId }
  const pages = rowPages(context.pm.query.listIssues, request, limit === undefined ? {} : { limit })
  await context.print.rows(issueListing, pages)
}
