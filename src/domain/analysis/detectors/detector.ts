import type { FindingCode } from '../../issues/codes.ts'
import type { PairInterval } from '../../stats/pair-interval.ts'
import type { Report, StreamType } from '../../stats/report.ts'
import type { StreamFacts, StreamInterval } from '../../stats/stream-interval.ts'
import type { RaiseRuleOf } from '../episodes/raise-rule.ts'
import type { PeerStream } from '../state/analysis-state.ts'
import type { ConnectionFacts } from '../state/connection-facts.ts'
import type { SessionFacts } from '../state/session-facts.ts'
import type { Thresholds } from '../thresholds.ts'

/** Evaluation of one interval by one rule. */
export interface Evaluation {
  value: number
  holds: boolean
  clear: boolean
  /** It shows that there never was anything of the kind about this subject. */
  refutes?: true
}

/** Context of an interval of a connection. */
export interface DetectorContext {
  thresholds: Thresholds
  periodMs: number
  sfus: ReadonlySet<string>
  session: SessionFacts
  connection: ConnectionFacts
  report: Report
  /** Of the selected candidate pair, ending with the same report; null when it has none. */
  pair: PairInterval | null
  /** Of all streams, ending with the same report. */
  intervals: readonly StreamInterval[]
  peerHasLeft: () => boolean
}

/** Context of an interval of a stream. */
export interface StreamDetectorContext extends DetectorContext {
  facts: StreamFacts
  /** The same stream at its other end; null when that does not report. */
  peer: PeerStream | null
}

interface DetectorOf<Judged, Around> {
  code: FindingCode
  unit: string
  /** Which values are the worse ones. */
  worse: 'high' | 'low'
  raiseRule: RaiseRuleOf
  /** Not raised while this graver one about the same subject lasts. */
  suppressedBy?: FindingCode
  /** Null when the interval says nothing: a field is missing, or what would be measured did not happen. */
  judge: (interval: Judged, context: Around) => Evaluation | null
}

export interface StreamDetector extends DetectorOf<StreamInterval, StreamDetectorContext> {
  /** It is about what somebody hears, sees or says, so not about an SFU. */
  ofPeople?: true
  streams: readonly StreamType[]
  /** Subject of the finding, when that is not the stream. */
  subject?: (interval: StreamInterval, context: StreamDetectorContext) => string
}

export type ConnectionDetector = DetectorOf<PairInterval | null, DetectorContext>

/** Holds above a line; clear up to a lower one where there is one. */
export const above = (value: number, line: number, endLine = line): Evaluation => ({
  value,
  holds: value > line,
  clear: endLine < line ? value < endLine : value <= line,
})

/** Holds below a line. */
export const below = (value: number, line: number): Evaluation => ({ value, holds: value < line, clear: value >= line })

/** Evaluation of an interval in which nothing can be wrong. */
export const well = (value: number): Evaluation => ({ value, holds: false, clear: true })
