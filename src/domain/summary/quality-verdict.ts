import { badness, type QualityVerdict } from '../issues/quality.ts'
import { evidenceRank } from './evidence-rank.ts'
import type { Sign } from './sign.ts'
import { type VerdictInput, verdictSigns } from './verdict-signs.ts'

/** What explains a poor score, when both were found. */
const scoreCauses: ReadonlyMap<string, readonly string[]> = new Map([
  ['audio_score', ['reconnected', 'high_packet_loss', 'high_rtt', 'high_jitter', 'audio_concealment']],
  ['video_score', ['reconnected', 'high_packet_loss', 'high_rtt', 'high_jitter']],
])

const worstFirst = (one: Sign, other: Sign) =>
  badness(other.quality) - badness(one.quality) || evidenceRank(one.code) - evidenceRank(other.code)

/** Of a connection that came back, the finding that says how long it was gone stands for the failure. */
const withReturn = (cause: string) => (cause.startsWith('connection_') ? [cause, 'reconnected'] : [cause])

/** The sign that another is a consequence of: the likeliest that it names, or for a score the longest that explains it. */
function causeOf(sign: Sign, signs: readonly Sign[]): Sign | undefined {
  const find = (code: string) => signs.find(other => other !== sign && other.code === code) ?? []
  const named = sign.causedBy.flatMap(withReturn).flatMap(find)
  const explaining = (scoreCauses.get(sign.code) ?? []).flatMap(find)
  return named[0] ?? explaining.toSorted((one, other) => other.seconds - one.seconds)[0]
}

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`

function explained(worst: Sign, signs: readonly Sign[]): QualityVerdict {
  const cause = causeOf(worst, signs)
  const consequence = signs.find(sign => sign.quality !== 'good' && causeOf(sign, signs) === worst)
  const [first, second] = cause ? [cause, worst] : [worst, consequence]
  return {
    quality: worst.quality,
    reason: sentence(second ? `${first.text}, so ${second.text}` : first.text),
    code: first.code,
  }
}

function goodReason({ scores: { audio } }: VerdictInput): string {
  if (!audio) return 'Nothing went wrong that people would have noticed.'
  return `Heard audio was good for ${Math.round(100 * (1 - audio.lowShare))} % of the time.`
}

/** Whether there was anything to judge. */
const wasObserved = ({ scores }: VerdictInput) =>
  scores.observedSeconds > 0 || scores.audio !== null || scores.video !== null

/**
 * How the call was for one participant, by what was worst: scores of what was heard and seen, findings by how long they
 * lasted, connections that failed, media that could not be accessed. The old `emos` has no say. Null when nothing was
 * observed and nothing went wrong, as for somebody who was alone.
 */
export function qualityVerdict(input: VerdictInput): QualityVerdict | null {
  const signs = verdictSigns(input).sort(worstFirst)
  const worst = signs[0]
  if (worst && worst.quality !== 'good') return explained(worst, signs)
  return wasObserved(input) ? { quality: 'good', reason: goodReason(input), code: null } : null
}
