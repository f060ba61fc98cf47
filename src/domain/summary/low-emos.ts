import type { StatsSnapshot } from './stats-snapshot.ts'

/** Below this a value of `emos` is low, and below {@link VERY_LOW} very low instead. `domain-rules.md`, Issues. */
const LOW = 4
const VERY_LOW = 3

/** Least sum of low time, ms: the number of low values times the app's interval. */
const LOW_FOR_MS = 30_000

const issueTypes = { low_emos: 'warning', very_low_emos: 'error' } as const
type EmosCode = keyof typeof issueTypes

/** An issue that the kept rule finds in a summary: one participant's heard audio was low for half a minute. */
export interface EmosIssue {
  code: EmosCode
  type: 'warning' | 'error'
  conference: string
  participant: string
  /** The session of the last low value. */
  session: string
  data: { average: number }
}

interface LowValues {
  conference: string
  session: string
  count: number
  average: number
}

/** Collects low values of `emos` over the snapshots of a conference, per participant who heard them. */
export class LowEmos {
  readonly #found: Record<EmosCode, Map<string, LowValues>> = { low_emos: new Map(), very_low_emos: new Map() }

  add(snapshot: StatsSnapshot): void {
    for (const { emos } of snapshot.data.audio.inbound) {
      if (typeof emos !== 'number' || emos >= LOW) continue
      const found = this.#found[emos < VERY_LOW ? 'very_low_emos' : 'low_emos']
      found.set(snapshot.participant, withValue(found.get(snapshot.participant), snapshot, emos))
    }
  }

  /** @param intervalMs how often the pages of the app report */
  issues(intervalMs: number): EmosIssue[] {
    return (Object.keys(issueTypes) as EmosCode[]).flatMap(code =>
      [...this.#found[code]]
        .filter(([, values]) => values.count * intervalMs >= LOW_FOR_MS)
        .map(([participant, { conference, session, average }]) => ({
          code,
          type: issueTypes[code],
          conference,
          participant,
          session,
          data: { average },
        })),
    )
  }
}

/** One more value; the mean is carried on as the existing server does it (Welford), to the last digit. */
function withValue(before: LowValues | undefined, { conference, session }: StatsSnapshot, value: number): LowValues {
  const count = (before?.count ?? 0) + 1
  const mean = before?.average ?? 0
  return { conference, session, count, average: mean + (value - mean) / count }
}
