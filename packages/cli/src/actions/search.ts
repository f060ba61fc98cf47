import { Quality } from '@peermetrics/client/call/v1'
import { SearchMatchSchema, SearchMatchType } from '@peermetrics/client/query/v1'
import type { Context } from '../context.ts'
import { messageListing } from '../output/listing.ts'
import { enumText, timeText, toneOfQuality } from '../output/values.ts'
import { appIdOf, type OfApp } from '../remote/find.ts'

const matchListing = messageListing(SearchMatchSchema, {
  columns: [
    { title: 'TYPE', text: match => enumText(SearchMatchType, match.type) },
    { title: 'QUALITY', text: match => enumText(Quality, match.quality), tone: match => toneOfQuality[match.quality] },
    { title: 'NAME', text: match => match.name, atLeast: 16 },
    { title: 'EXTERNAL ID', text: match => match.externalId },
    { title: 'CREATED', text: match => timeText(match.createTime) },
    { title: 'ID', text: match => match.id },
  ],
  leaveOut: ['CREATED', 'EXTERNAL ID', 'NAME', 'ID'],
  id: match => match.id,
})

export async function search(context: Context<OfApp>, ...words: string[]): Promise<void> {
  const { matches } = await context.pm.query.search({ query: words.join(' '), appId: await appIdOf(context) })
  await context.print.all(matchListing, matches)
}
