import { toJson } from '@bufbuild/protobuf'
import { ValueSchema } from '@bufbuild/protobuf/wkt'
import type { Command } from 'commander'
import { EventCategory, EventSchema } from '../../../gen/peermetrics/call/v1/event_pb.js'
import { QueryService } from '../../../gen/peermetrics/query/v1/query_service_pb.js'
import { type Listing, printRows } from '../output/print.ts'
import { enumText, timeText } from '../output/values.ts'
import { chooseServer, clientOf } from '../remote/choose-server.ts'
import { readPages } from '../remote/pages.ts'
import { type ListOptions, listCommand } from './server-command.ts'

const eventListing: Listing<typeof EventSchema> = {
  schema: EventSchema,
  columns: [
    { title: 'TIME', text: event => timeText(event.eventTime) },
    { title: 'CATEGORY', text: event => enumText(EventCategory, event.category) },
    { title: 'TYPE', text: event => event.type },
    { title: 'PARTICIPANT', text: event => event.participantId },
    { title: 'DATA', text: event => (event.data ? JSON.stringify(toJson(ValueSchema, event.data)) : '') },
  ],
}

export function addEvents(root: Command): void {
  listCommand(root, 'events <conference>', 'Prints the raw data of a conference, by event time.')
    .option('--type <name>', 'only events of this name, such as stats')
    .option('--without <name>', 'all but events of this name')
    .action(listEvents)
}

interface EventFilters {
  type?: string
  without?: string
}

async function listEvents(conferenceId: string, options: ListOptions & EventFilters): Promise<void> {
  const client = clientOf(QueryService, chooseServer(options))
  const filters = { conferenceId, type: options.type ?? '', excludedType: options.without ?? '' }
  const pages = readPages(async page => {
    const { events, nextPageToken } = await client.listConferenceEvents({ ...filters, ...page })
    return { rows: events, nextPageToken }
  }, options.limit)
  await printRows(pages, eventListing, options)
}
