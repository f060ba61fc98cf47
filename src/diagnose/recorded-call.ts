import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { readJson } from '../../packages/cli/src/replay/json.ts'
import { parseTrace, type RecordedRequest } from '../../packages/cli/src/replay/trace.ts'
import type { CallEvent } from '../domain/analysis/call-event.ts'
import { asObject, asString, type JsonObject } from '../domain/values/json.ts'
import { callEvents } from './call-events.ts'
import { type Label, readLabels } from './labels.ts'

/** A recorded call with what is known of it. */
export interface RecordedCall {
  name: string
  /** Report period of each connection, ms. */
  intervalMs: number
  /** When the connection was established, ms since the recording began: the zero of all labels. */
  zeroMs: number
  /** Impairments of the call. */
  truth: Label[]
  /** True consequences of it. */
  observed: Label[]
  /** In the order of event time. */
  events: CallEvent[]
  /** Participants who reported. */
  people: string[]
  /** From connected to the last report, s. */
  lengthSeconds: number
}

/** Default of the SDK, ms. */
const DEFAULT_INTERVAL_MS = 10_000

/** @throws ReplayError for a file that is missing or no recording */
export async function readRecordedCall(file: string): Promise<RecordedCall> {
  const text = await readFile(file, 'utf8')
  const { requests } = parseTrace(text, file)
  const call = asObject(readJson(text))
  const events = callEvents(requests)
  const zeroMs = zeroOf(call, requests)
  return {
    name: asString(call['name']) ?? basename(file, '.json'),
    intervalMs: numberOf(call['interval_ms']) ?? givenInterval(requests) ?? DEFAULT_INTERVAL_MS,
    zeroMs,
    truth: readLabels(call['truth']),
    observed: readLabels(call['observed_signs']),
    events,
    people: [...new Set(events.map(({ participantId }) => participantId))].sort(),
    lengthSeconds: ((events.at(-1)?.at ?? zeroMs) - zeroMs) / 1000,
  }
}

const numberOf = (value: unknown) => (typeof value === 'number' && value > 0 ? value : undefined)

/** The interval that the server told the pages. */
const givenInterval = (requests: readonly RecordedRequest[]): number | undefined =>
  requests
    .map(({ answer }) => numberOf(asObject(readJson(answer))['getStatsInterval']))
    .find(given => given !== undefined)

/** Of a call that never connected, times count from the offer; of one without labels, from the beginning. */
const zeroOf = (call: JsonObject, requests: readonly RecordedRequest[]): number =>
  numberOf(call['zero_t_ms']) ?? numberOf(call['connected_at_t_ms']) ?? requests[0]?.atMs ?? 0
