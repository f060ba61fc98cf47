import type { QualityVerdict } from '../issues/quality.ts'
import type { CallVerdict } from './call-verdict.ts'
import type { StatsSnapshot } from './stats-snapshot.ts'

/** Participant to be taken out of a summary, and the one that stands in as a peer of others. */
export interface Replacement {
  from: string
  to: string
}

/** The snapshots of everybody else; what they say about the participant is about another one. */
export const snapshotsWithout = (snapshots: readonly StatsSnapshot[], { from, to }: Replacement): StatsSnapshot[] =>
  snapshots
    .filter(({ participant }) => participant !== from)
    .map(snapshot => (snapshot.peer === from ? { ...snapshot, peer: to } : snapshot))

/** The verdicts of everybody else, and of the conference; none names the participant any more. */
export const verdictWithout = ({ conference, participants }: CallVerdict, participantId: string): CallVerdict => ({
  conference: conference && namingNobody(conference, participantId),
  participants: participants
    .filter(({ participant }) => participant !== participantId)
    .map(one => ({ ...one, verdict: one.verdict && namingNobody(one.verdict, participantId) })),
})

function namingNobody(verdict: QualityVerdict, participantId: string): QualityVerdict {
  const { names, anonymousReason, ...rest } = verdict
  return names?.includes(participantId) && anonymousReason ? { ...rest, reason: anonymousReason } : verdict
}
