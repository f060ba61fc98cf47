import { create } from '@bufbuild/protobuf'
import {
  ParticipantVerdictSchema,
  Quality as QualityMessage,
  QualityVerdictSchema,
  ScoreSpreadSchema,
} from '../../../gen/peermetrics/call/v1/summary_pb.js'
import { type Quality, type QualityVerdict, qualities as qualityNames } from '../../domain/issues/quality.ts'
import type { ScoreSummary } from '../../domain/scores/score-spread.ts'
import type { CallVerdict } from '../../domain/summary/call-verdict.ts'

const qualities: Record<Quality, QualityMessage> = {
  good: QualityMessage.GOOD,
  fair: QualityMessage.FAIR,
  poor: QualityMessage.POOR,
  bad: QualityMessage.BAD,
}

/** A quality that a filter asks for; undefined for what is none. */
export const filteredQuality = (message: QualityMessage): Quality | 'not_judged' | undefined =>
  message === QualityMessage.NOT_JUDGED ? 'not_judged' : qualityNames.find(quality => qualities[quality] === message)

/** The quality of a conference; one that was not judged has one, too. */
export const qualityMessage = (quality: Quality | null): QualityMessage =>
  quality ? qualities[quality] : QualityMessage.NOT_JUDGED

/** A judgement as the RPCs show it; absent when there was nothing to judge. */
export const verdictMessage = (verdict: QualityVerdict | null | undefined) =>
  verdict
    ? create(QualityVerdictSchema, {
        quality: qualities[verdict.quality],
        reason: verdict.reason,
        code: verdict.code ?? '',
      })
    : undefined

const spreadMessage = (scores: ScoreSummary | null) =>
  scores
    ? create(ScoreSpreadSchema, {
        median: scores.median,
        percentile10: scores.percentile10,
        lowShare: scores.lowShare,
        veryLowShare: scores.veryLowShare,
        measuredSeconds: scores.measuredSeconds,
      })
    : undefined

export const participantVerdictMessage = ({
  participant,
  verdict,
  audio,
  video,
  observedSeconds,
}: CallVerdict['participants'][number]) =>
  create(ParticipantVerdictSchema, {
    participantId: participant,
    verdict: verdictMessage(verdict),
    audio: spreadMessage(audio),
    video: spreadMessage(video),
    observedSeconds,
  })
