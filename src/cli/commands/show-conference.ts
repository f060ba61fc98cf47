import { toJson } from '@bufbuild/protobuf'
import type { Client } from '@connectrpc/connect'
import { type Conference, ConferenceSchema } from '../../../gen/peermetrics/call/v1/conference_pb.js'
import {
  type Connection,
  ConnectionSchema,
  ConnectionState,
  IceCandidateType,
} from '../../../gen/peermetrics/call/v1/connection_pb.js'
import { type Issue, IssueSchema } from '../../../gen/peermetrics/call/v1/issue_pb.js'
import { type Participant, ParticipantSchema } from '../../../gen/peermetrics/call/v1/participant_pb.js'
import { ParticipantVerdictSchema, QualityVerdictSchema } from '../../../gen/peermetrics/call/v1/summary_pb.js'
import { QueryService } from '../../../gen/peermetrics/query/v1/query_service_pb.js'
import { findingColumns, placedIssues } from '../output/findings.ts'
import { jsonText, printLine, stdoutTable } from '../output/print.ts'
import type { Column } from '../output/table.ts'
import { durationText, enumText, timeText } from '../output/values.ts'
import { type Judgement, judgementLine, verdictColumns } from '../output/verdict-text.ts'
import { chooseServer, clientOf } from '../remote/choose-server.ts'
import { readAll } from '../remote/pages.ts'
import type { CommonOptions } from './server-command.ts'

interface Shown {
  conference: Conference
  judgement: Judgement
  participants: Participant[]
  connections: Connection[]
  issues: Issue[]
}

export async function showConference(conferenceId: string, options: CommonOptions): Promise<void> {
  const client = clientOf(QueryService, chooseServer(options))
  const { conference } = await client.getConference({ conferenceId })
  if (!conference) return
  const [judgement, participants, connections, issues] = await Promise.all([
    judgementOf(client, conferenceId),
    readAll(async page => {
      const { participants: rows, nextPageToken } = await client.listParticipants({ conferenceId, ...page })
      return { rows, nextPageToken }
    }),
    readAll(async page => {
      const { connections: rows, nextPageToken } = await client.listConnections({ conferenceId, ...page })
      return { rows, nextPageToken }
    }),
    readAll(async page => {
      const { issues: rows, nextPageToken } = await client.listIssues({ conferenceId, ...page })
      return { rows, nextPageToken }
    }),
  ])
  const shown = { conference, judgement, participants, connections, issues }
  printLine(options.json ? json(shown) : text(shown))
}

async function judgementOf(client: Client<typeof QueryService>, conferenceId: string): Promise<Judgement> {
  const { progress } = await client.getConferenceSummary({ conferenceId, omitSnapshots: true })
  switch (progress.case) {
    case 'ongoing':
      return { state: 'so far', verdict: progress.value.verdictSoFar, participants: progress.value.participants }
    case 'summary':
      return { state: 'final', verdict: progress.value.verdict, participants: progress.value.participants }
    default:
      return { state: 'being made', verdict: undefined, participants: [] }
  }
}

const json = ({ conference, judgement, participants, connections, issues }: Shown): string =>
  jsonText({
    conference: toJson(ConferenceSchema, conference),
    ...(judgement.verdict && { verdict: toJson(QualityVerdictSchema, judgement.verdict) }),
    participantVerdicts: judgement.participants.map(verdict => toJson(ParticipantVerdictSchema, verdict)),
    participants: participants.map(participant => toJson(ParticipantSchema, participant)),
    connections: connections.map(connection => toJson(ConnectionSchema, connection)),
    issues: issues.map(issue => toJson(IssueSchema, issue)),
  })

function text({ conference, judgement, participants, connections, issues }: Shown): string {
  const names = new Map(participants.map(({ id, externalId, name }) => [id, name || externalId]))
  return [
    judgementLine(judgement),
    '',
    ...stdoutTable(conferenceColumns)([conference]),
    ...section(judgement.participants, verdictColumns(names)),
    ...section(placedIssues(issues), findingColumns(names)),
    ...section(participants, participantColumns),
    ...section(connections, connectionColumns(names)),
  ].join('\n')
}

const section = <Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string[] =>
  rows.length === 0 ? [] : ['', ...stdoutTable(columns)(rows)]

const conferenceColumns: Column<Conference>[] = [
  { title: 'CONFERENCE', text: ({ id }) => id },
  { title: 'EXTERNAL ID', text: ({ externalId }) => externalId },
  { title: 'NAME', text: ({ name }) => name },
  { title: 'STARTED', text: ({ startTime }) => timeText(startTime) },
  { title: 'ENDED', text: ({ endTime, ongoing }) => (ongoing ? 'ongoing' : timeText(endTime)) },
  { title: 'DURATION', text: ({ duration }) => durationText(duration) },
]

const participantColumns: Column<Participant>[] = [
  { title: 'PARTICIPANT', text: ({ id }) => id },
  { title: 'EXTERNAL ID', text: ({ externalId }) => externalId },
  { title: 'NAME', text: ({ name }) => name },
  { title: 'KIND', text: ({ isSfu }) => (isSfu ? 'media server' : 'person') },
]

const connectionColumns = (names: ReadonlyMap<string, string>): Column<Connection>[] => [
  { title: 'CONNECTION', text: ({ id }) => id },
  { title: 'OF', text: ({ participantId }) => names.get(participantId) ?? participantId },
  { title: 'TO', text: ({ peerId }) => names.get(peerId) ?? peerId },
  { title: 'STATE', text: ({ state }) => enumText(ConnectionState, state) },
  { title: 'TYPE', text: ({ type }) => enumText(IceCandidateType, type) },
  { title: 'STARTED', text: ({ startTime }) => timeText(startTime) },
  { title: 'DURATION', text: ({ duration }) => durationText(duration) },
]
