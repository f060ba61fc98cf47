import { inVerdict } from '../issues/issue-kind.ts'
import type { Evidence } from './evidence.ts'
import { findingEvidence, type OthersFinding, othersEvidence, type VerdictFinding } from './finding-evidence.ts'
import type { ParticipantScores } from './participant-scores.ts'
import { scoreEvidence } from './score-evidence.ts'

/** Everything that the verdict on one participant rests on. */
export interface VerdictInput {
  scores: Omit<ParticipantScores, 'participant'>
  /** Of this participant. */
  findings: readonly VerdictFinding[]
  /** Codes of the participant's other issues. */
  issueCodes: readonly string[]
  /** When the call ended: the end of what still lasted. */
  until: Date
  /** Findings of the others in the call. */
  others?: readonly OthersFinding[]
  /** Names of people, by id. */
  names?: ReadonlyMap<string, string>
}

const failures = new Set(['ice_failed', 'connection_failed'])

/** Findings that keep others from hearing or seeing somebody. */
const unheard = new Set(['silent_microphone', 'camera_stalled', 'encoder_stalled', 'device_lost'])

/** Findings that take bits or frames from video, at the receiver and at the sender. */
const spoilsVideo = new Set([
  'reconnected',
  'high_packet_loss',
  'high_jitter',
  'high_rtt',
  'playout_delay',
  'video_freeze',
  'low_frame_rate',
  'no_inbound_media',
])
const spoilsSentVideo = new Set(['low_outgoing_bandwidth', 'bandwidth_limited', 'cpu_limited'])

const hadMedia = ({ scores }: VerdictInput) =>
  scores.audio !== null || scores.video !== null || scores.mediaReceived === true

/** Kept issues are moments; of a connection that came back, the finding `reconnected` says how long it was gone. */
function issueEvidence(code: string, input: VerdictInput): Evidence[] {
  const weight = inVerdict(code)
  if (!weight?.moment) return []
  const cameBack = input.findings.some(finding => finding.code === 'reconnected')
  if (cameBack && (failures.has(code) || code === 'connection_disconnected')) return []
  const quality = hadMedia(input) ? (weight.withMedia ?? weight.moment) : weight.moment
  return [{ code, quality, text: weight.text, seconds: 0, causes: [] }]
}

/** Findings that say of the scores of heard audio what their spread says better. */
const ofScores = new Set(['low_audio_score', 'very_low_audio_score'])

/** A peer who left without a word is missed by nobody's fault. */
const isCharged = ({ code, causedBy = [] }: VerdictFinding, { scores }: VerdictInput) =>
  !causedBy.includes('left_abruptly') && !(ofScores.has(code) && scores.audio !== null)

/** Everything that speaks for a quality, in no order. */
export function participantEvidence(input: VerdictInput): Evidence[] {
  const { scores, others = [], until } = input
  const span = { observedSeconds: scores.observedSeconds, until }
  const findings = input.findings.filter(one => isCharged(one, input))
  const own = Map.groupBy(findings, finding => finding.code)
  const codes = new Set(input.issueCodes.filter(code => !own.has(code)))
  const isVideoExplained =
    findings.some(({ code }) => spoilsVideo.has(code)) || others.some(({ code }) => spoilsSentVideo.has(code))
  return [
    ...[...own].flatMap(([code, ofCode]) => findingEvidence(code, ofCode, span)),
    ...[...codes].flatMap(code => issueEvidence(code, input)),
    ...scoreEvidence(scores, isVideoExplained),
    ...(scores.observedSeconds > 0 ? othersUnheard(input) : []),
  ]
}

const byPerson = ({ code, participantId, kind }: OthersFinding) => `${code} ${participantId} ${kind}`

function othersUnheard({ others = [], scores: { observedSeconds }, until }: VerdictInput): Evidence[] {
  const groups = Map.groupBy(
    others.filter(({ code }) => unheard.has(code)),
    byPerson,
  )
  return [...groups.values()].flatMap(group => othersEvidence(group[0]?.code ?? '', group, { observedSeconds, until }))
}
