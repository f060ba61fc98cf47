import { badness, type QualityVerdict } from '../issues/quality.ts'
import type { Evidence, EvidenceCause } from './evidence.ts'
import { evidenceRank } from './evidence-rank.ts'
import { othersEvidence } from './finding-evidence.ts'
import { participantEvidence, type VerdictInput } from './participant-evidence.ts'
import { withNames } from './people-in-text.ts'

/** Codes that explain a poor score, when both were found. */
const scoreCauses: ReadonlyMap<string, readonly string[]> = new Map([
  ['audio_score', ['reconnected', 'high_packet_loss', 'high_rtt', 'playout_delay', 'high_jitter', 'audio_concealment']],
  ['video_score', ['reconnected', 'high_packet_loss', 'high_rtt', 'high_jitter', 'low_frame_rate']],
])

const worstFirst = (one: Evidence, other: Evidence) =>
  badness(other.quality) - badness(one.quality) || evidenceRank(one.code) - evidenceRank(other.code)

/** Of a connection that came back, the finding that says how long it was gone stands for the failure. */
const withReturn = (cause: EvidenceCause): EvidenceCause[] =>
  cause.code.startsWith('connection_') ? [cause, { ...cause, code: 'reconnected' }] : [cause]

/** Cause of a piece of evidence: the likeliest that it names, or for a score the longest that explains it. */
function causeOf(evidence: Evidence, all: readonly Evidence[], input: VerdictInput): Evidence | undefined {
  const own = (code: string) => all.find(other => other !== evidence && other.code === code) ?? []
  const named = evidence.causes
    .flatMap(withReturn)
    .flatMap(({ code, participantId }) => (participantId === null ? own(code) : ofOther(code, participantId, input)))
  const explaining = (scoreCauses.get(evidence.code) ?? []).flatMap(own)
  return named[0] ?? explaining.toSorted((one, other) => other.seconds - one.seconds)[0]
}

/** Evidence of another participant, told as a cause. */
const ofOther = (code: string, participantId: string, { others = [], scores, until }: VerdictInput): Evidence[] =>
  othersEvidence(
    code,
    others.filter(other => other.code === code && other.participantId === participantId),
    { observedSeconds: scores.observedSeconds, until },
  )

function explained(worst: Evidence, all: readonly Evidence[], input: VerdictInput): QualityVerdict {
  const cause = causeOf(worst, all, input)
  const consequence = all.find(one => one.quality !== 'good' && causeOf(one, all, input) === worst)
  const [first, second] = cause ? [cause, worst] : [worst, consequence]
  const text = second ? `${first.text}, so ${second.text}` : first.text
  return { quality: worst.quality, ...withNames(text, input.names ?? new Map()), code: first.code }
}

function goodReason({ scores: { audio } }: VerdictInput): string {
  if (!audio) return 'Nothing went wrong that people would have noticed.'
  return `Heard audio was good for ${Math.round(100 * (1 - audio.lowShare))} % of the time.`
}

/** Whether there was anything to judge: reports without received media say nothing of how it was. */
const wasObserved = ({ scores }: VerdictInput) =>
  scores.audio !== null || scores.video !== null || scores.mediaReceived === true

/**
 * Verdict on the call for one participant, by what was worst: scores of what was heard and seen, findings by how long they
 * lasted, those of others that kept them from being heard or seen, connections that failed, media that could not be
 * accessed. The old `emos` has no say. Null when nothing was received and nothing went wrong, as for somebody who was alone.
 */
export function qualityVerdict(input: VerdictInput): QualityVerdict | null {
  const all = participantEvidence(input).sort(worstFirst)
  const worst = all[0]
  if (worst && worst.quality !== 'good') return explained(worst, all, input)
  return wasObserved(input) ? { quality: 'good', reason: goodReason(input), code: null } : null
}
