import type { QualityVerdict } from '../../domain/issues/quality.ts'
import type { CallVerdict } from '../../domain/summary/call-verdict.ts'
import { ParticipantTally, type SavedTally } from '../../domain/summary/participant-scores.ts'
import type { SavedTallies } from '../../domain/summary/participant-tallies.ts'
import type { ScopedReader } from '../access/scoped-reader.ts'

/** Verdict on a call for one participant. */
export type ParticipantVerdict = CallVerdict['participants'][number]

interface StoredVerdict {
  conferenceId: string
  verdict: QualityVerdict | null
  /** Of an ended call. */
  judged: ParticipantVerdict | null
  /** Of an ongoing one. */
  tally: SavedTally | null
}

const OF_PARTICIPANT = `
  select link.conference_id as "conferenceId", link.verdict,
         (select one from summary, jsonb_array_elements(summary.verdict -> 'participants') one
           where summary.conference_id = link.conference_id and one ->> 'participant' = link.participant_id::text) as judged,
         (select saved -> 1 from analysis, jsonb_array_elements(analysis.scores) saved
           where analysis.conference_id = link.conference_id and saved ->> 0 = link.participant_id::text) as tally
    from conference_participant link where link.participant_id = $1 and link.conference_id = any($2::uuid[])`

const unscored = (participant: string) => ({ participant, audio: null, video: null, observedSeconds: 0 })

/** Verdicts for one participant by the id of the conference; of ongoing ones so far. */
export async function verdictsOfParticipant(
  reader: ScopedReader,
  participantId: string,
  conferenceIds: readonly string[],
): Promise<Map<string, ParticipantVerdict>> {
  const rows = await reader.query<StoredVerdict>(OF_PARTICIPANT, [participantId, conferenceIds])
  return new Map(
    rows.map(({ conferenceId, verdict, judged, tally }) => {
      const scores = tally ? ParticipantTally.restore(tally).result(participantId) : judged
      return [conferenceId, { ...unscored(participantId), ...scores, verdict }]
    }),
  )
}

/** Verdicts of an ongoing call so far: people who reported in the order of first reports, then the others. */
export async function verdictsSoFar(reader: ScopedReader, conferenceId: string): Promise<ParticipantVerdict[]> {
  const [analysis] = await reader.query<{ scores: SavedTallies | null }>(
    'select scores from analysis where conference_id = $1',
    [conferenceId],
  )
  const people = await reader.query<{ id: string; verdict: QualityVerdict | null }>(
    `select participant.id, link.verdict
       from conference_participant link join participant on participant.id = link.participant_id
      where link.conference_id = $1 and not participant.is_sfu order by participant.created_at, participant.id`,
    [conferenceId],
  )
  const verdicts = new Map(people.map(({ id, verdict }) => [id, verdict]))
  const reported = new Map((analysis?.scores ?? []).filter(([id]) => verdicts.has(id)))
  const silent = people.filter(({ id, verdict }) => verdict && !reported.has(id))
  return [
    ...[...reported].map(([id, tally]) => ({
      ...ParticipantTally.restore(tally).result(id),
      verdict: verdicts.get(id) ?? null,
    })),
    ...silent.map(({ id, verdict }) => ({ ...unscored(id), verdict })),
  ]
}
