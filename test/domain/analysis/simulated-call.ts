import { type AnalysisSettings, CallAnalyser } from '../../../src/domain/analysis/call-analyser.ts'
import type { CallEvent } from '../../../src/domain/analysis/call-event.ts'
import type { Finding } from '../../../src/domain/analysis/finding.ts'
import type { JsonValue } from '../../../src/domain/values/json.ts'
import { type PageChange, ReportBuilder } from './report-builder.ts'

const PERIOD_S = 5
const START = Date.parse('2026-05-05T12:00:00Z')

export type Page = 'alice' | 'bob'

/** What an interval is like at either page, where it is not as in a healthy call. */
export type CallChange = Partial<Record<Page, PageChange>>

const ssrcs = { alice: { audio: 11, video: 12 }, bob: { audio: 21, video: 22 } }

/** Clocks of browsers are not ours. */
const clocks = { alice: START - 365 * 24 * 3600 * 1000, bob: START + 4711 }

const otherOf = (page: Page): Page => (page === 'alice' ? 'bob' : 'alice')

/** A two-party call as the pages report it: connected at once, a report each every 5 s. */
export class SimulatedCall {
  readonly pages = {
    alice: new ReportBuilder(ssrcs.alice, ssrcs.bob, clocks.alice),
    bob: new ReportBuilder(ssrcs.bob, ssrcs.alice, clocks.bob),
  }
  readonly events: CallEvent[] = []
  /** Pages that report; the others say nothing of themselves. */
  reporting: Page[] = ['alice', 'bob']
  /** Seconds since the start. */
  now = 0

  constructor({ connected = true } = {}) {
    if (!connected) return
    for (const page of this.reporting) {
      this.tell(page, 'getUserMedia', 'getUserMedia', {
        audio: [{ id: 'microphone', kind: 'audio', enabled: true, muted: false, settings: { deviceId: 'mic-1' } }],
        video: [{ id: 'camera', kind: 'video', enabled: true, muted: false, settings: { deviceId: 'cam-1' } }],
      })
      this.tell(page, 'connection', 'addConnection', null)
      this.state(page, 'connecting')
      this.state(page, 'connected')
    }
    this.pass(1)
  }

  /** Some intervals of {@link PERIOD_S} go by. */
  pass(count: number, change: CallChange = {}, seconds = PERIOD_S): this {
    for (let index = 0; index < count; index++) {
      this.now += seconds
      for (const page of this.reporting) {
        this.tell(page, 'stats', 'stats', this.pages[page].next(seconds, change[page]))
      }
    }
    return this
  }

  /** An event of a page. */
  tell(
    page: Page,
    category: CallEvent['category'],
    type: string,
    data: JsonValue,
    trackIdentifier?: string,
    ofConnection = false,
  ): this {
    const hasConnection = ofConnection || ['connection', 'stats'].includes(category)
    this.events.push({
      at: START + 1000 * this.now,
      category,
      type,
      participantId: page,
      sessionId: `session of ${page}`,
      peerId: hasConnection ? otherOf(page) : null,
      connectionId: hasConnection ? `connection of ${page}` : null,
      trackIdentifier: trackIdentifier ?? null,
      data,
    })
    return this
  }

  state(page: Page, state: string): this {
    return this.tell(page, 'connection', 'onconnectionstatechange', state)
  }

  custom(page: Page, eventName: string): this {
    return this.tell(page, 'browser', 'custom', { eventName })
  }
}

export const settings: AnalysisSettings = { intervalMs: 1000 * PERIOD_S }

export function analyse(events: readonly CallEvent[], chosen: AnalysisSettings = settings): CallAnalyser {
  const analyser = new CallAnalyser(chosen)
  for (const event of events) analyser.feed(event)
  return analyser
}

/** Findings as `code page from–to` in seconds since the start; `…` while they last. */
export const found = (call: SimulatedCall, chosen?: AnalysisSettings): string[] =>
  analyse(call.events, chosen).findings().map(spanText)

export const codes = (call: SimulatedCall, chosen?: AnalysisSettings): string[] => [
  ...new Set(
    analyse(call.events, chosen)
      .findings()
      .map(({ code }) => code),
  ),
]

const second = (at: number) => Math.round((at - START) / 100) / 10

const spanText = ({ code, participantId, startedAt, endedAt }: Finding) =>
  `${code} ${participantId} ${second(startedAt)}–${endedAt === null ? '…' : second(endedAt)}`
