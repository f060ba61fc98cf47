import type { Command } from 'commander'
import { ConferenceRowSchema } from '../../../gen/peermetrics/query/v1/conferences_pb.js'
import { QueryService } from '../../../gen/peermetrics/query/v1/query_service_pb.js'
import { type Listing, printRows } from '../output/print.ts'
import { durationText, timeText } from '../output/values.ts'
import { chooseServer, clientOf } from '../remote/choose-server.ts'
import { readPages } from '../remote/pages.ts'
import { type FilterOptions, filterFields, withFilters } from './filters.ts'
import { groupCommand, type ListOptions, listCommand, serverCommand } from './server-command.ts'
import { showConference } from './show-conference.ts'
import { watch } from './watch.ts'

const conferenceListing: Listing<typeof ConferenceRowSchema> = {
  schema: ConferenceRowSchema,
  columns: [
    { title: 'ID', text: ({ conference }) => conference?.id ?? '' },
    { title: 'EXTERNAL ID', text: ({ conference }) => conference?.externalId ?? '' },
    {
      title: 'STATE',
      text: ({ conference }) => (conference?.ongoing ? 'ongoing' : conference?.endTime ? 'ended' : ''),
    },
    { title: 'CREATED', text: ({ conference }) => timeText(conference?.createTime) },
    { title: 'DURATION', text: ({ conference }) => durationText(conference?.duration) },
    { title: 'PEOPLE', text: row => String(row.participantCount) },
    { title: 'FINDINGS', text: row => (row.hasErrors ? 'errors' : row.hasWarnings ? 'warnings' : '') },
    { title: 'NAME', text: ({ conference }) => conference?.name ?? '' },
  ],
}

/** Without a filter, what was created in so many days is listed. */
const DEFAULT_DAYS = 7

export function addConferences(root: Command): void {
  const conferences = groupCommand(root, 'conferences', 'Look at conferences.')
  withFilters(listCommand(conferences, 'list', 'Lists conferences, the newest first.'))
    .option('--issue <code>', 'only those with such an issue')
    .addHelpText('after', `\nWithout any filter, those of the last ${DEFAULT_DAYS} days are listed.`)
    .action(listConferences)
  serverCommand(
    conferences,
    'show <conference>',
    'Shows a conference with its participants, connections and issues.',
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
  const filters = { ...filterFields(withDefault(options)), issueCode: options.issue ?? '' }
  const pages = readPages(page => client.listConferences({ ...filters, ...page }), options.limit)
  await printRows(pages, conferenceListing, options)
}

function withDefault(options: ConferenceFilters): ConferenceFilters {
  const { app, participant, since, until, issue } = options
  if (app || participant || since || until || issue) return options
  return { ...options, since: new Date(Date.now() - DEFAULT_DAYS * 24 * 60 * 60 * 1000) }
}
