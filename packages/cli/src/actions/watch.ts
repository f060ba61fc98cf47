import { create, toJson } from '@bufbuild/protobuf'
import { type Change, watchConference } from '@peermetrics/client'
import { ConnectionState, EventCategory, IssueSeverity, MediaKind } from '@peermetrics/client/call/v1'
import { WatchConferenceResponseSchema } from '@peermetrics/client/query/v1'
import type { Context } from '../context.ts'
import { widthOfTerminal } from '../io.ts'
import { colourOf, type Tone } from '../output/colours.ts'
import { jsonText } from '../output/printer.ts'
import { cutTo, escapeControlCharacters, padTo } from '../output/terminal-text.ts'
import { enumText, severityTone, timeText } from '../output/values.ts'
import { explain } from '../remote/explain.ts'
import { conferenceIdOf, type OfApp } from '../remote/find.ts'

export async function watch(context: Context<OfApp & { stats?: boolean }>, given = ''): Promise<void> {
  const { io, pm, print, options } = context
  const conferenceId = await conferenceIdOf(context, given)
  if (conferenceId === '') return
  const changes = watchConference(pm, conferenceId, {
    excludedType: options.stats ? '' : 'stats',
    signal: io.signal,
    onLost: error => io.stderr.write(`peermetrics: ${escapeControlCharacters(explain(error))} Trying again.\n`),
  })
  const line = lines(context)
  for await (const change of changes) await print.lines([line(change)])
}

function lines({ io: { stdout, env }, options }: Context): (change: Change) => string {
  if (options.json) {
    return change => jsonText(toJson(WatchConferenceResponseSchema, create(WatchConferenceResponseSchema, { change })))
  }
  if (options.quiet) return change => escapeControlCharacters(change.value?.id ?? '')
  const colour = colourOf(stdout, env)
  const width = widthOfTerminal(stdout)
  return change => {
    const [time, kind, what, about] = cells(change)
    const text = [time, padTo(kind, 14), padTo(what, 28), about].map(escapeControlCharacters).join('  ').trimEnd()
    return colour(toneOf(change), width === undefined ? text : cutTo(text, width))
  }
}

const toneOf = (change: Change): Tone | undefined =>
  change.case === 'issue' ? severityTone(change.value.severity) : undefined

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
