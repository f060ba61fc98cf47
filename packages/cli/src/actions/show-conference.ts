import { toJson } from '@bufbuild/protobuf'
import { type PeerMetrics, pages } from '@peermetrics/client'
import {
  type Conference,
  ConferenceSchema,
  type Connection,
  ConnectionSchema,
  ConnectionState,
  IceCandidateType,
  type Issue,
  IssueSchema,
  type Participant,
  ParticipantSchema,
  ParticipantVerdictSchema,
  QualityVerdictSchema,
  type Session,
  SessionSchema,
} from '@peermetrics/client/call/v1'
import type { Context } from '../context.ts'
import { widthOfTerminal } from '../io.ts'
import { findingListing, placedIssues } from '../output/findings.ts'
import { type Presence, participantListing, presences } from '../output/participants.ts'
import type { Printer } from '../output/printer.ts'
import type { Column } from '../output/table.ts'
import { durationText, enumText, timeText } from '../output/values.ts'
import { type Judgement, judgementLine } from '../output/verdict-text.ts'
import { wrapped } from '../output/wrap.ts'
import { conferenceIdOf, type OfApp } from '../remote/find.ts'

interface Shown {
  conference: Conference
  judgement: Judgement
  participants: Participant[]
  sessions: Session[]
  connections: Connection[]
  issues: Issue[]
}

export async function showConference(context: Context<OfApp>, given = ''): Promise<void> {
  const { pm, print, io } = context
  const conferenceId = await conferenceIdOf(context, given)
  if (conferenceId === '') return
  const { query } = pm
  const { conference } = await query.getConference({ conferenceId })
  const [judgement, participants, sessions, connections, issues] = await Promise.all([
    judgementOf(query, conferenceId),
    all(pages(query.listParticipants, { conferenceId })),
    all(pages(query.listSessions, { conferenceId })),
    all(pages(query.listConnections, { conferenceId })),
    all(pages(query.listIssues, { conferenceId })),
  ])
  if (!conference) return
  const shown = { conference, judgement, participants, sessions, connections, issues }
  await print.result(json(shown), { text: text(shown, print, widthOfTerminal(io.stdout)), quiet: conference.id })
}

async function all<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  const list: Row[] = []
  for await (const row of rows) list.push(row)
  return list
}

async function judgementOf(query: PeerMetrics['query'], conferenceId: string): Promise<Judgement> {
  const { progress } = await query.getConferenceSummary({ conferenceId, omitSnapshots: true })
  switch (progress.case) {
    case 'ongoing':
      return { state: 'so far', verdict: progress.value.verdictSoFar, participants: progress.value.participants }
    case 'summary':
      return { state: 'final', verdict: progress.value.verdict, participants: progress.value.participants }
    default:
      return { state: 'being made', verdict: undefined, participants: [] }
  }
}

const json = ({ conference, judgement, participants, sessions, connections, issues }: Shown) => ({
  conference: toJson(ConferenceSchema, conference),
  ...(judgement.verdict && { verdict: toJson(QualityVerdictSchema, judgement.verdict) }),
  participantVerdicts: judgement.participants.map(verdict => toJson(ParticipantVerdictSchema, verdict)),
  participants: participants.map(participant => toJson(ParticipantSchema, participant)),
  sessions: sessions.map(session => toJson(SessionSchema, session)),
  connections: connections.map(connection => toJson(ConnectionSchema, connection)),
  issues: issues.map(issue => toJson(IssueSchema, issue)),
})

function text(shown: Shown, print: Printer, width: number | undefined): string {
  const { conference, judgement, participants, sessions, connections, issues } = shown
  const names = new Map(participants.map(({ id, externalId, name }) => [id, name || externalId]))
  const section = <Row>(
    listing: { columns: readonly Column<Row>[]; leaveOut: readonly string[] },
    rows: readonly Row[],
  ) => (rows.length === 0 ? [] : ['', ...print.table(listing)(rows)])
  const present: Presence[] = presences({ participants, sessions, verdicts: judgement.participants })
  return [
    wrapped(judgementLine(judgement), width ?? Number.POSITIVE_INFINITY),
    ...section(conferenceListing, [conference]),
    ...section(participantListing, present),
    ...section(findingListing(names), placedIssues(issues)),
    ...section(connectionListing(names), connections),
  ].join('\n')
}

const conferenceListing = {
  columns: [
    { title: 'CONFERENCE', text: ({ id }) => id },
    { title: 'EXTERNAL ID', text: ({ externalId }) => externalId },
    { title: 'NAME', text: ({ name }) => name, atLeast: 16 },
    { title: 'STARTED', text: ({ startTime }) => timeText(startTime) },
    { title: 'ENDED', text: ({ endTime, ongoing }) => (ongoing ? 'ongoing' : timeText(endTime)) },
    { title: 'DURATION', text: ({ duration }) => durationText(duration) },
  ] satisfies Column<Conference>[],
  leaveOut: ['NAME', 'ENDED', 'STARTED', 'EXTERNAL ID', 'CONFERENCE'],
}

const connectionListing = (names: ReadonlyMap<string, string>) => ({
  columns: [
    { title: 'CONNECTION OF', text: ({ participantId }) => names.get(participantId) ?? participantId },
    { title: 'TO', text: ({ peerId }) => names.get(peerId) ?? peerId },
    { title: 'STATE', text: ({ state }) => enumText(ConnectionState, state) },
    { title: 'TYPE', text: ({ type }) => enumText(IceCandidateType, type) },
    { title: 'STARTED', text: ({ startTime }) => timeText(startTime) },
    { title: 'DURATION', text: ({ duration }) => durationText(duration) },
    { title: 'ID', text: ({ id }) => id },
  ] satisfies Column<Connection>[],
  leaveOut: ['DURATION', 'STARTED', 'TYPE', 'ID'],
})
