import { rowPages } from '@peermetrics/client'
import { ConferenceRowSchema } from '@peermetrics/client/query/v1'
import type { Context } from '../context.ts'
import { messageListing } from '../output/listing.ts'
import { countText, durationText, qualityText, qualityTone, timeText } from '../output/values.ts'
import { type FilterOptions, filterFields } from './filters.ts'

const conferenceListing = messageListing(ConferenceRowSchema, {
  columns: [
    { title: 'QUALITY', text: ({ verdict }) => qualityText(verdict), tone: ({ verdict }) => qualityTone(verdict) },
    { title: 'REASON', text: ({ verdict }) => verdict?.reason ?? '', atLeast: 28 },
    {
      title: 'STATE',
      text: ({ conference }) => (conference?.ongoing ? 'ongoing' : conference?.endTime ? 'ended' : ''),
    },
    { title: 'CREATED', text: ({ conference }) => timeText(conference?.createTime) },
    { title: 'DURATION', text: ({ conference }) => durationText(conference?.duration) },
    { title: 'PEOPLE', text: row => String(row.participantCount) },
    { title: 'ERRORS', text: row => countText(row.errorCount) },
    { title: 'WARNINGS', text: row => countText(row.warningCount) },
    { title: 'NAME', text: ({ conference }) => conference?.name ?? '', atLeast: 16 },
    { title: 'EXTERNAL ID', text: ({ conference }) => conference?.externalId ?? '' },
    { title: 'ID', text: ({ conference }) => conference?.id ?? '' },
  ],
  leaveOut: ['WARNINGS', 'ERRORS', 'PEOPLE', 'STATE', 'DURATION', 'NAME', 'CREATED', 'EXTERNAL ID', 'ID'],
  id: ({ conference }) => conference?.id ?? '',
})

export async function listConferences(context: Context<FilterOptions & { issue?: string }>): Promise<void> {
  const { issue = '', limit } = context.options
  const request = { ...(await filterFields(context, issue)), issueCode: issue }
  const pages = rowPages(context.pm.query.listConferences, request, limit === undefined ? {} : { limit })
  await context.print.rows(conferenceListing, pages)
}
