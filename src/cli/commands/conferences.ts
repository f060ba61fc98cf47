import type { Command } from 'commander'
import { ConferenceRowSchema } from '../../../gen/peermetrics/query/v1/conferences_pb.js'
import { QueryService } from '../../../gen/peermetrics/query/v1/query_service_pb.js'
import { type Listing, printRows } from '../output/print.ts'
import { countText, durationText, qualityText, timeText } from '../output/values.ts'
import { chooseServer, clientOf } from '../remote/choose-server.ts'
import { readPages } from '../remote/pages.ts'
import { DEFAULT_SPAN_NOTE, type FilterOptions, filterFields, withDefaultSpan, withFilters } from './filters.ts'
import { groupCommand, type ListOptions, listCommand, serverCommand } from './server-command.ts'
import { showConference } from './show-conference.ts'
import { watch } from './watch.ts'

const conferenceListing: Listing<typeof ConferenceRowSchema> = {
  schema: ConferenceRowSchema,
  columns: [
    { title: 'ID', text: ({ conference }) => conference?.id ?? '' },
    { title: 'QUALITY', text: ({ verdict }) => qualityText(verdict) },
    { title: 'REASON', text: ({ verdict }) => verdict?.reason ?? '' },
    {
      title: 'STATE',
      text: ({ conference }) => (conference?.ongoing ? 'ongoing' : conference?.endTime ? 'ended' : ''),
    },
    { title: 'CREATED', text: ({ conference }) => timeText(conference?.createTime) },
    { title: 'DURATION', text: ({ conference }) => durationText(conference?.duration) },
    { title: 'PEOPLE', text: row => String(row.participantCount) },
    { title: 'ERRORS', text: row => countText(row.errorCount) },
    { title: 'WARNINGS', text: row => countText(row.warningCount) },
    { title: 'EXTERNAL ID', text: ({ conference }) => conference?.externalId ?? '' },
    { title: 'NAME', text: ({ conference }) => conference?.name ?? '' },
  ],
}

export function addConferences(root: Command): void {
  const conferences = groupCommand(root, 'conferences', 'Look at conferences.')
  withFilters(listCommand(conferences, 'list', 'Lists conferences, the newest first.'))
    .option('--issue <code>', 'only those with such an issue')
    .addHelpText('after', DEFAULT_SPAN_NOTE)
    .action(listConferences)
  serverCommand(
    conferences,
    'show <conference>',
    'Shows how a call was and why, with its participants, connections and issues.',
  ).action(showConference)
  serverCommand(conferences, 'watch <conference>', 'Prints what happens in a running conference, until it ends.')
    .option('--stats', 'print stats reports, too')
    .action(watch)
}

interface ConferenceFilters extends FilterOptions {
  issue?: string
}

async function listConferences(options: ListOptions & ConferenceFilters): Promise<void> {
  const client = clientOf(QueryService, chooseServer(options))
  const filters = { ...filterFields(withDefaultSpan(options, options.issue)), issueCode: options.issue ?? '' }
  const pages = readPages(page => client.listConferences({ ...filters, ...page }), options.limit)
  await printRows(pages, conferenceListing, options)
}
