import type { CallVerdict } from './call-verdict.ts'
import type { StatsSnapshot } from './stats-snapshot.ts'

/** Who is taken out of a summary, and who stands for them as a peer of others. */
export interface Replacement {
  from: string
  to: string
}

/** The snapshots of everybody else; what they say about the participant is about another one. */
export const snapshotsWithout = (snapshots: readonly StatsSnapshot[], { from, to }: Replacement): StatsSnapshot[] =>
  snapshots
    .filter(({ participant }) => participant !== from)
    .map(snapshot => (snapshot.peer === from ? { ...snapshot, peer: to } : snapshot))

/** The verdicts of everybody else. That of the conference stays: it names nobody. */
export const verdictWithout = (verdict: CallVerdict, participantId: string): CallVerdict => ({
  ...verdict,
  participants: verdict.participants.filter(({ participant }) => participant !== participantId),
})
