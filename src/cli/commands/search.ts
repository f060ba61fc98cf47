import type { Command } from 'commander'
import { QueryService } from '../../../gen/peermetrics/query/v1/query_service_pb.js'
import { SearchMatchSchema, SearchMatchType } from '../../../gen/peermetrics/query/v1/search_pb.js'
import { type Listing, printRows } from '../output/print.ts'
import { enumText } from '../output/values.ts'
import { chooseServer, clientOf } from '../remote/choose-server.ts'
import { readPages } from '../remote/pages.ts'
import { type CommonOptions, serverCommand } from './server-command.ts'

const matchListing: Listing<typeof SearchMatchSchema> = {
  schema: SearchMatchSchema,
  columns: [
    { title: 'TYPE', text: match => enumText(SearchMatchType, match.type) },
    { title: 'ID', text: match => match.id },
    { title: 'NAME', text: match => match.name },
    { title: 'EXTERNAL ID', text: match => match.externalId },
  ],
}

export function addSearch(root: Command): void {
  serverCommand(
    root,
    'search <words...>',
    'Finds conferences, participants, apps and organizations by id or name; sessions, connections and events by id.',
  ).action(search)
}

async function search(words: string[], options: CommonOptions): Promise<void> {
  const client = clientOf(QueryService, chooseServer(options))
  const pages = readPages(async () => {
    const { matches } = await client.search({ query: words.join(' ') })
    return { rows: matches, nextPageToken: '' }
  })
  await printRows(pages, matchListing, options)
}
