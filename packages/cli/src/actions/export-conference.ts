import { toJson } from '@bufbuild/protobuf'
import { rowPages } from '@peermetrics/client'
import { ExportConferenceResponseSchema } from '@peermetrics/client/query/v1'
import type { Context } from '../context.ts'
import { jsonText, Printer } from '../output/printer.ts'
import { conferenceIdOf, type OfApp } from '../remote/find.ts'
import { eventListing } from './events.ts'

export async function exportConference(context: Context<OfApp & { events?: boolean }>, given = ''): Promise<void> {
  const { pm, io, options, print } = context
  const conferenceId = await conferenceIdOf(context, given)
  if (conferenceId === '') return
  if (options.events || options.csv) {
    const printer = options.curl || options.json ? print : new Printer(io, 'csv')
    await printer.rows(eventListing, rowPages(pm.query.listConferenceEvents, { conferenceId }))
    return
  }
  for await (const message of pm.query.exportConference({ conferenceId })) {
    // A kind of record that a newer server sends has no name here.
    if (message.record.case !== undefined)
      await print.lines([jsonText(toJson(ExportConferenceResponseSchema, message))])
  }
}
