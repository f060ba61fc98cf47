import type { Finding } from '../analysis/finding.ts'
import { inVerdict, inVerdictOfPeer } from '../issues/issue-kind.ts'
import { milderOf, type Quality } from '../issues/quality.ts'
import type { RelayProtocol } from '../stats/candidate-pair.ts'
import { coveredSeconds, spokenTime } from './episode-time.ts'
import type { Evidence } from './evidence.ts'
import { personIn } from './people-in-text.ts'

/** A finding, as far as a verdict needs it. */
export interface VerdictFinding {
  code: string
  type: 'error' | 'warning'
  startedAt: Date
  /** Null while it lasts. */
  endedAt: Date | null
  /** Codes of what this may be a consequence of, the likeliest first. */
  causedBy?: readonly string[]
  /** Participant with such a cause, where it is another one. */
  causedAt?: Readonly<Record<string, string>>
  /** Protocol to the TURN server, where that matters. */
  relayProtocol?: RelayProtocol
  /** Kind of the track that it is about; absent when it is about none. */
  kind?: 'audio' | 'video'
  /** The participant at the other end, where that is a person; absent when not known. */
  peerId?: string
}

/** The part of a finding that a verdict needs. @param sfus participants that are SFUs: no people to be named */
export const toVerdictFinding = (finding: Finding, sfus: ReadonlySet<string>): OthersFinding => {
  const { code, type, participantId, peerId, startedAt, endedAt, data } = finding
  return {
    code,
    type,
    participantId,
    startedAt: new Date(startedAt),
    endedAt: endedAt === null ? null : new Date(endedAt),
    ...(data.causedBy && { causedBy: data.causedBy }),
    ...(data.causedAt && { causedAt: data.causedAt }),
    ...(data.kind && { kind: data.kind }),
    ...(data.relayProtocol && { relayProtocol: data.relayProtocol }),
    ...(peerId !== null && !sfus.has(peerId) && { peerId }),
  }
}

/** A finding of somebody else in the call. */
export interface OthersFinding extends VerdictFinding {
  participantId: string
}

/** Time to which the length of trouble is compared. */
export interface Span {
  observedSeconds: number
  /** When the call ended: the end of what still lasted. */
  until: Date
}

/** Shorter than this in sum, and less than {@link BRIEF_SHARE} of the time, nobody remembers it (inferred). */
const BRIEF_SECONDS = 60
const BRIEF_SHARE = 0.05
const MAX_TIME_SHARE = 0.5

function qualityOfTime(seconds: number, observedSeconds: number, isError: boolean): Quality {
  const share = observedSeconds > 0 ? seconds / observedSeconds : 1
  if (share >= MAX_TIME_SHARE) return isError ? 'bad' : 'poor'
  if (share >= BRIEF_SHARE || seconds >= BRIEF_SECONDS) return isError ? 'poor' : 'fair'
  return isError ? 'fair' : 'good'
}

const withTime = (text: string, seconds: number) => (seconds > 0 ? `${text} for ${spokenTime(seconds)}` : text)

/** Findings of one code that somebody had. */
export function findingEvidence(code: string, episodes: readonly VerdictFinding[], span: Span): Evidence[] {
  const weight = inVerdict(code)
  if (!weight || episodes.length === 0) return []
  const causes = causesOf(episodes)
  const seconds = weight.moment ? 0 : coveredSeconds(episodes, span.until)
  const isError = episodes.some(episode => episode.type === 'error')
  const byTime = qualityOfTime(seconds, span.observedSeconds, isError)
  const quality = weight.moment ?? milderOf(byTime, weight.worst ?? 'bad')
  return [{ code, quality, text: withTime(ownText(weight.text, code, episodes), seconds), seconds, causes }]
}

/** Trouble of the network is told with its detour by TCP, media that did not arrive by whom it did not come from. */
function ownText(text: string, code: string, episodes: readonly VerdictFinding[]): string {
  const relayed = episodes.find(({ relayProtocol }) => relayProtocol)?.relayProtocol
  if (relayed) return `${text} over a TURN server by ${relayed.toUpperCase()}`
  if (code !== 'no_inbound_media') return text
  const kinds = new Set(episodes.map(({ kind }) => kind))
  const [peer, ...others] = new Set(episodes.map(({ peerId }) => peerId))
  const [kind, ...otherKinds] = kinds
  if (peer === undefined || others.length > 0) return text
  if (kind === undefined || otherKinds.length > 0) return `${personIn(peer)} could be neither heard nor seen`
  return `${personIn(peer)} could not be ${kind === 'audio' ? 'heard' : 'seen'}`
}

function causesOf(episodes: readonly VerdictFinding[]): Evidence['causes'] {
  const causes = new Map<string, Evidence['causes'][number]>()
  for (const { causedBy = [], causedAt = {} } of episodes) {
    for (const code of causedBy) {
      const participantId = Object.hasOwn(causedAt, code) ? (causedAt[code] ?? null) : null
      causes.set(`${code} ${participantId}`, { code, participantId })
    }
  }
  return [...causes.values()]
}

/** The same about somebody else, as the cause of what others heard and saw. */
export function othersEvidence(code: string, episodes: readonly OthersFinding[], span: Span): Evidence[] {
  const [first] = episodes
  if (!first) return []
  const seconds = coveredSeconds(episodes, span.until)
  const text = inVerdictOfPeer(code, personIn(first.participantId), first.kind)
  const quality = qualityOfTime(seconds, span.observedSeconds, false)
  return [{ code, quality, text: withTime(text, seconds), seconds, causes: [] }]
}
