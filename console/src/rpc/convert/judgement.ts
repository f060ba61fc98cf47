import {
  type ParticipantVerdict,
  Quality,
  type QualityVerdict,
  type ScoreSpread as ScoreSpreadMessage,
} from '../../../../gen/peermetrics/call/v1/summary_pb.js'
import type { GetConferenceSummaryResponse } from '../../../../gen/peermetrics/query/v1/conferences_pb.js'
import type { Judgement, PersonVerdict, Quality as QualityName, ScoreSpread, Verdict } from '../../model/call.ts'
import { withUnits } from '../../model/units.ts'

export const qualities: Record<Quality, QualityName> = {
  [Quality.UNSPECIFIED]: 'unjudged',
  [Quality.GOOD]: 'good',
  [Quality.FAIR]: 'fair',
  [Quality.POOR]: 'poor',
  [Quality.BAD]: 'bad',
  [Quality.NOT_JUDGED]: 'unjudged',
}

export function toJudgement({ progress }: GetConferenceSummaryResponse): Judgement {
  if (progress.case === 'ongoing') {
    const { verdictSoFar, participants } = progress.value
    return {
      progress: 'ongoing',
      verdict: verdictSoFar && toVerdict(verdictSoFar),
      people: participants.map(toPersonVerdict),
    }
  }
  if (progress.case !== 'summary') return { progress: 'building' }
  const { verdict, participants } = progress.value
  return {
    progress: 'done',
    verdict: verdict && toVerdict(verdict),
    people: participants.map(toPersonVerdict),
  }
}

export const toVerdict = ({ quality, reason, code }: QualityVerdict): Verdict => ({
  quality: qualities[quality],
  reason: withUnits(reason),
  code,
})

export const toPersonVerdict = ({ participantId, verdict, audio, video }: ParticipantVerdict): PersonVerdict => ({
  personId: participantId,
  verdict: verdict && toVerdict(verdict),
  audio: audio && toScoreSpread(audio),
  video: video && toScoreSpread(video),
})

const toScoreSpread = ({ median, percentile10, lowShare, measuredSeconds }: ScoreSpreadMessage): ScoreSpread => ({
  median,
  worstTenth: percentile10,
  lowShare,
  measuredSeconds,
})
