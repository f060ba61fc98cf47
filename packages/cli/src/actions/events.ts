import { toJson } from '@bufbuild/protobuf'
import { ValueSchema } from '@bufbuild/protobuf/wkt'
import { rowPages } from '@peermetrics/client'
import { EventCategory, EventSchema } from '@peermetrics/client/call/v1'
import type { Context, ListOptions } from '../context.ts'
import { messageListing } from '../output/listing.ts'
import { jsonText } from '../output/printer.ts'
import { enumText, timeText } from '../output/values.ts'
import { conferenceIdOf, type OfApp } from '../remote/find.ts'

export const eventListing = messageListing(EventSchema, {
  columns: [
    { title: 'TIME', text: event => timeText(event.eventTime) },
    { title: 'CATEGORY', text: event => enumText(EventCategory, event.category) },
    { title: 'TYPE', text: event => event.type },
    { title: 'PARTICIPANT', text: event => event.participantId },
    { title: 'DATA', text: event => (event.data ? jsonText(toJson(ValueSchema, event.data)) : ''), atLeast: 16 },
    { title: 'ID', text: event => event.id },
  ],
  leaveOut: ['ID', 'CATEGORY', 'PARTICIPANT'],
  id: event => event.id,
})

interface EventFilters extends ListOptions, OfApp {
  type?: string
  without?: string
}

export async function listEvents(context: Context<EventFilters>, given = ''): Promise<void> {
  const { type = '', without = '', limit } = context.options
  const conferenceId = await conferenceIdOf(context, given)
  if (conferenceId === '') return
  const filters = { conferenceId, type, excludedType: without }
  const pages = rowPages(context.pm.query.listConferenceEvents, filters, limit === undefined ? {} : { limit })
  await context.print.rows(eventListing, pages)
}
