import process from 'node:process'
import { create } from '@bufbuild/protobuf'
import { ConnectionState } from '../../../gen/peermetrics/call/v1/connection_pb.js'
import { EventCategory } from '../../../gen/peermetrics/call/v1/event_pb.js'
import { IssueSeverity } from '../../../gen/peermetrics/call/v1/issue_pb.js'
import { MediaKind } from '../../../gen/peermetrics/call/v1/track_pb.js'
import { QueryService } from '../../../gen/peermetrics/query/v1/query_service_pb.js'
import {
  type WatchConferenceResponse,
  WatchConferenceResponseSchema,
} from '../../../gen/peermetrics/query/v1/streams_pb.js'
import { jsonLine, printLine } from '../output/print.ts'
import { cutTo, escapeControlCharacters, padTo } from '../output/terminal-text.ts'
import { enumText, timeText } from '../output/values.ts'
import { chooseServer, clientOf } from '../remote/choose-server.ts'
import { explain } from '../remote/explain.ts'
import { watchConference } from '../remote/watch-conference.ts'
import type { CommonOptions } from './server-command.ts'

type Change = WatchConferenceResponse['change']

export async function watch(conferenceId: string, options: CommonOptions & { stats?: boolean }): Promise<void> {
  const interrupt = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupt.abort())
  const changes = watchConference(clientOf(QueryService, chooseServer(options)), {
    conferenceId,
    excludedType: options.stats ? '' : 'stats',
    signal: interrupt.signal,
    onLost: error => process.stderr.write(`peermetrics: ${explain(error)} Trying again.\n`),
  })
  for await (const change of changes) {
    printLine(
      options.json
        ? jsonLine(WatchConferenceResponseSchema, create(WatchConferenceResponseSchema, { change }))
        : line(change),
    )
  }
}

function line(change: Change): string {
  const [time, kind, what, about] = cells(change)
  const text = [time, padTo(kind, 14), padTo(what, 28), about].map(escapeControlCharacters).join('  ').trimEnd()
  return process.stdout.isTTY ? cutTo(text, process.stdout.columns) : text
}

/** Time, kind, what happened, whom it is about. */
function cells(change: Change): [string, string, string, string] {
  switch (change.case) {
    case 'event': {
      const { eventTime, category, type, participantId } = change.value
      return [timeText(eventTime), enumText(EventCategory, category), type, participantId]
    }
    case 'issue': {
      const { createTime, severity, code, participantId, endTime } = change.value
      const state = endTime ? `${code} (over)` : code
      return [timeText(endTime ?? createTime), enumText(IssueSeverity, severity), state, participantId ?? '']
    }
    case 'conference': {
      const { ongoing, startTime, endTime, id } = change.value
      return [timeText(ongoing ? startTime : endTime), 'conference', ongoing ? 'is ongoing' : 'has ended', id]
    }
    case 'participant': {
      const { createTime, name, externalId, id } = change.value
      return [timeText(createTime), 'participant', `${name || externalId} is there`, id]
    }
    case 'session': {
      const { createTime, endTime, participantId } = change.value
      return [timeText(endTime ?? createTime), 'session', endTime ? 'has ended' : 'is open', participantId]
    }
    case 'connection': {
      const { createTime, endTime, state, participantId } = change.value
      const what = endTime ? 'has ended' : `is ${enumText(ConnectionState, state)}`
      return [timeText(endTime ?? createTime), 'connection', what, participantId]
    }
    case 'track': {
      const { createTime, kind, label, sessionId } = change.value
      return [timeText(createTime), 'track', label || enumText(MediaKind, kind), sessionId]
    }
    default:
      return ['', '', '', '']
  }
}
