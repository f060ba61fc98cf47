import type { ParticipantVerdict, QualityVerdict, ScoreSpread } from '@peermetrics/client/call/v1'
import { escapeControlCharacters } from './terminal-text.ts'
import { qualityText } from './values.ts'

/** How far the judgement of a call has come. */
export interface Judgement {
  state: 'so far' | 'being made' | 'final'
  verdict: QualityVerdict | undefined
  participants: readonly ParticipantVerdict[]
}

/** `Poor, so far: Packets were lost.` */
export function judgementLine({ state, verdict }: Judgement): string {
  if (!verdict) return state === 'being made' ? 'The judgement is being made.' : notJudged(state)
  const quality = qualityText(verdict)
  const heading = quality.charAt(0).toUpperCase() + quality.slice(1)
  return `${heading}${state === 'so far' ? ', so far' : ''}: ${escapeControlCharacters(verdict.reason)}`
}

const notJudged = (state: Judgement['state']) =>
  state === 'so far' ? 'Not judged so far: nobody has received media.' : 'Not judged: nobody received media.'

const percent = (share: number) => `${Math.round(100 * share)} %`

/** `median 4.21, worst tenth 3.10, 12 % of 20 min below 3.5` */
export const spreadText = (spread: ScoreSpread | undefined): string =>
  spread
    ? `median ${spread.median.toFixed(2)}, worst tenth ${spread.percentile10.toFixed(2)}, ${percent(spread.lowShare)} of ${timeSpan(spread.measuredSeconds)} below 3.5`
    : ''

export const timeSpan = (seconds: number) =>
  seconds < 60 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`
