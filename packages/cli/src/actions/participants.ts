import { toJson } from '@bufbuild/protobuf'
import { rowPages } from '@peermetrics/client'
import { EraseParticipantResponseSchema } from '@peermetrics/client/admin/v1'
import { ParticipantSchema } from '@peermetrics/client/call/v1'
import { type ConferenceRow, ConferenceRowSchema, Order } from '@peermetrics/client/query/v1'
import type { Context } from '../context.ts'
import { UsageError } from '../failures.ts'
import { ask, type Confirmation } from '../input/ask.ts'
import { messageListing } from '../output/listing.ts'
import type { Column } from '../output/table.ts'
import { escapeControlCharacters } from '../output/terminal-text.ts'
import { durationText, qualityText, qualityTone, timeText } from '../output/values.ts'
import { appIdOf, conferenceIdOf, type OfApp, participantIdOf } from '../remote/find.ts'
import { type FilterOptions, orderOf, timeRange } from './filters.ts'

/** Calls that are shown of a participant. */
const LAST_CALLS = 20

const participantListing = messageListing(ParticipantSchema, {
  columns: [
    { title: 'NAME', text: ({ name }) => name, atLeast: 16 },
    { title: 'EXTERNAL ID', text: ({ externalId }) => externalId, atLeast: 16 },
    { title: 'KIND', text: ({ isSfu }) => (isSfu ? 'media server' : 'person') },
    { title: 'CREATED', text: ({ createTime }) => timeText(createTime) },
    { title: 'APP', text: ({ appId }) => appId },
    { title: 'ID', text: ({ id }) => id },
  ],
  leaveOut: ['APP', 'CREATED', 'KIND', 'ID'],
  id: ({ id }) => id,
})

export async function listParticipants(context: Context<FilterOptions & { conference?: string }>): Promise<void> {
  const { options, pm, print } = context
  const { conference, limit } = options
  const conferenceId = conference === undefined ? '' : await conferenceIdOf(context, conference)
  const range = timeRange(options, conference)
  const request = { appId: await appIdOf(context), conferenceId, order: orderOf(options), ...range }
  await print.rows(
    participantListing,
    rowPages(pm.query.listParticipants, request, limit === undefined ? {} : { limit }),
  )
}

const callListing = {
  columns: [
    {
      title: 'QUALITY',
      text: ({ participantVerdict }) => qualityText(participantVerdict?.verdict) || 'not judged',
      tone: ({ participantVerdict }) => qualityTone(participantVerdict?.verdict),
    },
    { title: 'REASON', text: ({ participantVerdict }) => participantVerdict?.verdict?.reason ?? '', atLeast: 28 },
    { title: 'CREATED', text: ({ conference }) => timeText(conference?.createTime) },
    { title: 'DURATION', text: ({ conference }) => durationText(conference?.duration) },
    { title: 'EXTERNAL ID', text: ({ conference }) => conference?.externalId ?? '' },
    { title: 'CONFERENCE', text: ({ conference }) => conference?.id ?? '' },
  ] satisfies Column<ConferenceRow>[],
  leaveOut: ['DURATION', 'CREATED', 'EXTERNAL ID', 'CONFERENCE'],
}

export async function showParticipant(context: Context<OfApp>, given = ''): Promise<void> {
  const { pm, print } = context
  const participantId = await participantIdOf(context, given)
  if (participantId === '') return
  const [{ participant }, { rows }] = await Promise.all([
    pm.query.getParticipant({ participantId }),
    pm.query.listConferences({ participantId, order: Order.NEWEST_FIRST, pageSize: LAST_CALLS }),
  ])
  if (!participant) return
  const calls = rows.length === 0 ? [] : ['', ...print.table(callListing)(rows)]
  const text = [...print.table(participantListing)([participant]), ...calls].join('\n')
  const json = {
    participant: toJson(ParticipantSchema, participant),
    conferences: rows.map(row => toJson(ConferenceRowSchema, row)),
  }
  await print.result(json, { text, quiet: participant.id })
}

export async function exportParticipant(context: Context<OfApp>, given = ''): Promise<void> {
  const participantId = await participantIdOf(context, given)
  if (participantId === '') return
  for await (const { jsonLines } of context.pm.privacy.exportParticipant({ participantId })) {
    await context.print.lines([new TextDecoder().decode(jsonLines).replace(/\n$/, '')])
  }
}

export async function eraseParticipant(context: Context<OfApp & Confirmation>, given = ''): Promise<void> {
  const { pm, io, options, print } = context
  const participantId = await participantIdOf(context, given)
  if (!options.yes && !options.curl) {
    const { participant } = await pm.query.getParticipant({ participantId })
    const externalId = participant?.externalId ?? ''
    const typed = await ask(io, {
      question: `This cannot be undone. Type the external id of ${escapeControlCharacters(participant?.name || externalId)} to erase: `,
      otherwise: 'this cannot be undone, and nobody can be asked: give --yes',
    })
    if (typed.trim() !== externalId) throw new UsageError('this is not the external id: nothing was erased')
  }
  const erased = await pm.privacy.eraseParticipant({ participantId })
  const { sessionCount, connectionCount, trackCount, issueCount, eventCount } = erased
  const counts = `${sessionCount} sessions, ${connectionCount} connections, ${trackCount} tracks, ${issueCount} issues`
  await print.result(toJson(EraseParticipantResponseSchema, erased), {
    text: `Erased: ${counts}, ${eventCount} events.`,
  })
}
