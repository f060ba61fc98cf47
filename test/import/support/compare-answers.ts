import { asArray, asObject, asString, type JsonObject, type JsonValue } from '../../../src/domain/values/json.ts'
import { SnapshotShift } from '../../../src/import/convert/summary-snapshots.ts'
import type { TrackSpan } from '../../../src/import/source/summary-snapshots.ts'

/*
 * Answers of the existing server and ours, brought to one form where all of them differ in the same way: times, how a stats
 * report is shown as events, where track entries stand in a summary, and what our summaries and issues have in addition.
 */

const TIME = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?Z?$/

/** Ours prints times in ms with a zone. */
const timeInMs = (text: string): string =>
  TIME.test(text) ? new Date(`${text.replace(' ', 'T').replace('Z', '')}Z`).toISOString() : text

function normal(value: JsonValue | undefined): JsonValue {
  if (typeof value === 'string') return timeInMs(value)
  if (Array.isArray(value)) return value.map(normal)
  if (typeof value !== 'object' || value === null) return value ?? null
  // The words of an issue are ours.
  const kept = Object.entries(value).filter(([key]) => key !== 'explanation')
  return Object.fromEntries(kept.map(([key, item]) => [key, normal(item)]))
}

/** The events of a call, its stats reports as what they say: the same whether tracks have events of their own or not. */
function events(data: JsonValue[]): JsonValue {
  const isStats = (event: JsonObject) => event['type'] === 'stats' && event['category'] === 'stats'
  const objects = data.map(asObject)
  const others = objects.filter(event => !isStats(event))
  const said = objects.filter(isStats).flatMap(event => {
    const { audio, video, ...rest } = asObject(event['data'])
    const rtp = [audio, video].flatMap(media => Object.values(asObject(media)).flatMap(asArray))
    const of = (entry: JsonValue) =>
      JSON.stringify(sorted([event['connection'], event['participant'], entry] as JsonValue[]))
    return asObject(event['data'])['connection'] === undefined && audio === undefined && video === undefined
      ? [of(event['data'] as JsonValue)]
      : [of({ ...rest, id: event['id'] ?? null, at: event['created_at'] ?? null }), ...rtp.map(of)]
  })
  return { others: others as JsonValue[], said: said.sort() }
}

function sorted(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map(key => [key, sorted(value[key] as JsonValue)]),
  )
}

const kinds = ['audio', 'video'] as const
const directions = ['inbound', 'outbound'] as const

/** Where the entries of each track begin and end, as the import finds out in SQL. */
function trackSpans(snapshots: readonly JsonObject[]): TrackSpan[] {
  const spans = new Map<string, TrackSpan>()
  const entries = (snapshot: JsonObject, kind: string, direction: string) =>
    asArray(asObject(asObject(snapshot['data'])[kind])[direction]).map(entry => String(asObject(entry)['id']))
  for (const [connection, own] of Map.groupBy(snapshots, snapshot => String(snapshot['connection']))) {
    for (const snapshot of own) {
      for (const kind of kinds) {
        for (const direction of directions) {
          const ids = entries(snapshot, kind, direction)
          for (const id of new Set(ids)) {
            const key = [connection, kind, direction, id].join(' ')
            const first = spans.get(key)?.first ?? ids.filter(one => one === id).length
            spans.set(key, {
              connection,
              kind,
              direction,
              id,
              first,
              isInLast: snapshot === own.at(-1),
              last: String(own.at(-1)?.['id']),
            })
          }
        }
      }
    }
  }
  return [...spans.values()]
}

/** The entries of track rows in the snapshots of their own reports. */
function shifted(snapshots: JsonValue[]): JsonValue[] {
  const shift = new SnapshotShift(trackSpans(snapshots.map(asObject)))
  return snapshots.map(snapshot => shift.next(snapshot))
}

/** Ours has scores of its own, and sections of a report that has neither audio nor video. */
const withoutScores = (value: JsonValue): JsonValue =>
  JSON.parse(JSON.stringify(value, (key, item) => (key === 'audioScore' || key === 'videoScore' ? undefined : item)))

/** An answer in the form in which both are compared. @param isRecorded it is one of the existing server */
export function comparable(path: string, answer: { status: number; body: JsonValue }, isRecorded: boolean): JsonValue {
  const body = normal(answer.body)
  const data = asObject(body)['data']
  if (path.endsWith('/events') && Array.isArray(data)) return { status: answer.status, ...asObject(events(data)) }
  const summary = asObject(asObject(body)['summary'])['data']
  if (path.endsWith('/graphs') && Array.isArray(summary)) {
    const inPlace = isRecorded ? shifted(summary) : summary
    return { status: answer.status, snapshots: withoutScores(normal(inPlace)) }
  }
  return { status: answer.status, body }
}

const shown = (value: JsonValue | undefined): string => (value === undefined ? 'nothing' : JSON.stringify(value))

/** What an item of a list is known by; undefined for one that is known by its place only. */
function keyOf(value: JsonValue): string | undefined {
  if (typeof value === 'string') return value
  const { id, code, date, range } = asObject(value)
  return asString(id ?? code ?? date ?? range) ?? undefined
}

const isKeyed = (list: readonly JsonValue[]) =>
  !list.some(item => keyOf(item) === undefined) && new Set(list.map(keyOf)).size === list.length

/** What differs, a line each. Lists are compared by the ids of what is in them. */
export function differences(expected: JsonValue | undefined, actual: JsonValue | undefined, at = ''): string[] {
  if (Array.isArray(expected) && Array.isArray(actual) && isKeyed(expected) && isKeyed(actual)) {
    const [before, after] = [
      new Map(expected.map(item => [keyOf(item), item])),
      new Map(actual.map(item => [keyOf(item), item])),
    ]
    const gone = [...before.keys()].filter(key => !after.has(key))
    const added = [...after.keys()].filter(key => !before.has(key))
    const common = [...before.keys()].filter(key => after.has(key))
    const isMoved = common.join() !== [...after.keys()].filter(key => before.has(key)).join()
    return [
      ...gone.map(key => `${at}: without ${key}`),
      ...added.map(key => `${at}: with ${key}`),
      ...(isMoved ? [`${at}: in another order`] : []),
      ...common.flatMap(key => differences(before.get(key), after.get(key), `${at}[${key}]`)),
    ]
  }
  if (typeof expected === 'object' && expected !== null && typeof actual === 'object' && actual !== null) {
    const keys = new Set([...Object.keys(expected), ...Object.keys(actual)])
    return [...keys].flatMap(key =>
      differences(
        asObject(expected)[key] ?? (expected as never)[key],
        asObject(actual)[key] ?? (actual as never)[key],
        `${at}.${key}`,
      ),
    )
  }
  return expected === actual ? [] : [`${at}: ${shown(expected)} -> ${shown(actual)}`]
}
