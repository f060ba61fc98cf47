import { describe, expect, it } from 'vitest'
import type { Quality, QualityVerdict } from '../../../src/domain/issues/quality.ts'
import type { ScoreSummary } from '../../../src/domain/scores/score-spread.ts'
import { conferenceVerdict } from '../../../src/domain/summary/conference-verdict.ts'
import type { VerdictFinding } from '../../../src/domain/summary/finding-evidence.ts'
import type { VerdictInput } from '../../../src/domain/summary/participant-evidence.ts'
import { qualityVerdict } from '../../../src/domain/summary/quality-verdict.ts'

const CALL_SECONDS = 600
const at = (seconds: number) => new Date(1000 * seconds)

const spread = (lowShare: number, veryLowShare = 0, median = 4.3): ScoreSummary => ({
  median,
  percentile10: 4,
  lowShare,
  veryLowShare,
  measuredSeconds: CALL_SECONDS,
})

interface Given {
  audio?: ScoreSummary | null
  video?: ScoreSummary | null
  observedSeconds?: number
  mediaReceived?: true
  findings?: VerdictFinding[]
  issueCodes?: string[]
}

const input = ({
  audio = spread(0),
  video = spread(0),
  observedSeconds = CALL_SECONDS,
  mediaReceived,
  ...rest
}: Given): VerdictInput => ({
  scores: { audio, video, observedSeconds, ...(mediaReceived && { mediaReceived }) },
  findings: rest.findings ?? [],
  issueCodes: rest.issueCodes ?? [],
  until: at(CALL_SECONDS),
})

const warning = (code: string, from: number, to: number | null, ...causedBy: string[]): VerdictFinding => ({
  code,
  type: 'warning',
  startedAt: at(from),
  endedAt: to === null ? null : at(to),
  causedBy,
})
const error = (...finding: Parameters<typeof warning>): VerdictFinding => ({ ...warning(...finding), type: 'error' })

const unseen = { audio: null, video: null, observedSeconds: 0 }

describe('the verdict on a participant', () => {
  it.each<[string, Given, Quality, string]>([
    ['a healthy call', {}, 'good', 'Heard audio was good for 100 % of the time.'],
    [
      'media too sparse to be scored',
      { audio: null, video: null, mediaReceived: true },
      'good',
      'Nothing went wrong that people would have noticed.',
    ],
    [
      'a listener without a microphone',
      { issueCodes: ['no_media_access'] },
      'fair',
      'No camera, microphone or screen could be accessed.',
    ],
    [
      'poor video that nothing explains: still content, a dark room',
      { video: spread(1, 1, 1.5) },
      'good',
      'Heard audio was good for 100 % of the time.',
    ],
    [
      'audio that was late, however late',
      { audio: { ...spread(1, 1), delayShare: 0.9 } },
      'poor',
      'Heard audio came late for 100 % of the time.',
    ],
    ['poor audio now and then', { audio: spread(0.12) }, 'fair', 'Heard audio was poor for 12 % of the time.'],
    ['poor audio half of the time', { audio: spread(0.6) }, 'poor', 'Heard audio was poor for 60 % of the time.'],
    ['very poor audio at times', { audio: spread(0.2, 0.2) }, 'poor', 'Heard audio was poor for 20 % of the time.'],
    ['very poor audio mostly', { audio: spread(0.9, 0.7) }, 'bad', 'Heard audio was bad for 70 % of the time.'],
    [
      'poor audio for a moment',
      { audio: { ...spread(0.5), measuredSeconds: 10 } },
      'good',
      'Heard audio was good for 50 % of the time.',
    ],
    [
      'screen sharing, which scores low',
      { video: spread(1, 0.4, 2.9) },
      'good',
      'Heard audio was good for 100 % of the time.',
    ],
    [
      'poor video where something took from it',
      { video: spread(1, 1, 2.4), findings: [warning('video_freeze', 0, 10)] },
      'fair',
      'Seen video was poor, with a median score of 2.4.',
    ],
    [
      'very poor video where something took from it',
      { video: spread(1, 1, 1.5), findings: [warning('video_freeze', 0, 10)] },
      'poor',
      'Seen video was poor, with a median score of 1.5.',
    ],
    [
      'a short finding',
      { findings: [warning('high_packet_loss', 0, 20)] },
      'good',
      'Heard audio was good for 100 % of the time.',
    ],
    ['a longer one', { findings: [warning('high_packet_loss', 0, 45)] }, 'fair', 'Packet loss was high for 45 s.'],
    [
      'one that goes on',
      { findings: [warning('high_rtt', 200, null)] },
      'poor',
      'The delay of the network was high for 6 min 40 s.',
    ],
    [
      'episodes of one code',
      { findings: [warning('high_rtt', 0, 30), warning('high_rtt', 60, 90)] },
      'fair',
      'The delay of the network was high for 1 min.',
    ],
    [
      'a short error',
      { findings: [error('no_inbound_media', 0, 15)] },
      'fair',
      'Nothing was received of a track that was sent for 15 s.',
    ],
    [
      'a long error',
      { findings: [error('no_inbound_media', 0, 500)] },
      'bad',
      'Nothing was received of a track that was sent for 8 min 20 s.',
    ],
    [
      'a limit of the sender all the time',
      { findings: [warning('bandwidth_limited', 0, null)] },
      'fair',
      'Sent video was limited by bandwidth for 10 min.',
    ],
    ['slow setup', { findings: [warning('slow_setup', 0, 7)] }, 'fair', 'Connecting took long.'],
    ['an unknown code', { findings: [warning('strange_thing', 0, 60)] }, 'fair', 'Strange thing was found for 1 min.'],
    ['a code from Object', { findings: [warning('constructor', 0, 60)] }, 'fair', 'Constructor was found for 1 min.'],
    [
      'no connection',
      { ...unseen, issueCodes: ['no_connection', 'ice_failed'] },
      'bad',
      'No connection could be established.',
    ],
    [
      'no media access',
      { ...unseen, issueCodes: ['no_media_access'] },
      'bad',
      'No camera, microphone or screen could be accessed.',
    ],
    [
      'a failure before any media',
      { ...unseen, issueCodes: ['ice_failed'] },
      'bad',
      'A connection found no way through the network.',
    ],
    [
      'a failure during the call',
      { issueCodes: ['connection_failed'] },
      'poor',
      'A connection failed and did not come back.',
    ],
    ['an interruption', { issueCodes: ['connection_disconnected'] }, 'fair', 'The connection was interrupted.'],
    [
      'a failure that was overcome',
      { issueCodes: ['connection_failed', 'connection_disconnected'], findings: [warning('reconnected', 100, 112)] },
      'good',
      'Heard audio was good for 100 % of the time.',
    ],
    [
      'one that took long',
      { issueCodes: ['connection_failed'], findings: [warning('reconnected', 100, 170)] },
      'fair',
      'The connection was lost for 1 min 10 s.',
    ],
    [
      'what says nothing of quality',
      { issueCodes: ['turn_used', 'tcp_used', 'very_low_emos', 'getusermedia_error'] },
      'good',
      'Heard audio was good for 100 % of the time.',
    ],
  ])('of %s', (_, given, quality, reason) => {
    expect(qualityVerdict(input(given))).toMatchObject({ quality, reason })
  })

  it.each<[string, Given, string]>([
    [
      'packet loss before the audio that it spoiled',
      { audio: spread(0.9, 0.7), findings: [warning('high_packet_loss', 0, 400), warning('high_jitter', 0, 30)] },
      'Packet loss was high for 6 min 40 s, so heard audio was bad for 70 % of the time.',
    ],
    [
      'a cause before its consequence, though the consequence is worse',
      { findings: [error('video_freeze', 0, 120, 'high_packet_loss'), warning('high_packet_loss', 0, 20)] },
      'Packet loss was high for 20 s, so video froze for 2 min.',
    ],
    [
      'a consequence after the worst',
      { findings: [error('high_packet_loss', 0, 400), warning('video_freeze', 0, 40, 'high_packet_loss')] },
      'Packet loss was high for 6 min 40 s, so video froze for 40 s.',
    ],
    [
      'no consequence that nobody noticed',
      { findings: [error('high_packet_loss', 0, 400), warning('video_freeze', 0, 4, 'high_packet_loss')] },
      'Packet loss was high for 6 min 40 s.',
    ],
    [
      'the cause first among equals',
      { findings: [warning('low_frame_rate', 0, 100), warning('high_packet_loss', 0, 100)] },
      'Packet loss was high for 1 min 40 s.',
    ],
    [
      'the likeliest of several causes',
      { findings: [error('video_freeze', 0, 120, 'high_rtt', 'high_jitter'), warning('high_jitter', 0, 60)] },
      'Packets came at uneven intervals for 1 min, so video froze for 2 min.',
    ],
    [
      'the return of a connection for its failure',
      {
        issueCodes: ['connection_disconnected'],
        findings: [error('video_freeze', 0, 40, 'connection_disconnected'), warning('reconnected', 0, 12)],
      },
      'The connection was lost for 12 s, so video froze for 40 s.',
    ],
    [
      'no cause that is not known',
      { findings: [warning('low_frame_rate', 0, 100, 'something_else')] },
      'Video was jerky for 1 min 40 s.',
    ],
  ])('names %s', (_, given, reason) => {
    expect(qualityVerdict(input(given))?.reason).toBe(reason)
  })

  it('is none of reports without media', () => {
    expect(qualityVerdict(input({ audio: null, video: null }))).toBeNull()
  })

  it('is none for somebody who was alone', () => {
    expect(qualityVerdict(input(unseen))).toBeNull()
    expect(qualityVerdict(input({ ...unseen, issueCodes: ['multiple_rejoins'] }))).toBeNull()
  })
})

describe('the verdict on a conference', () => {
  const loss: QualityVerdict = { quality: 'bad', reason: 'Packet loss was high for 45 s.', code: 'high_packet_loss' }
  const delay: QualityVerdict = {
    quality: 'fair',
    reason: 'The delay of the network was high for 45 s.',
    code: 'high_rtt',
  }
  const good: QualityVerdict = { quality: 'good', reason: 'Heard audio was good for 99 % of the time.', code: null }

  it.each<[string, QualityVerdict[], Quality | undefined, string | undefined]>([
    ['nobody', [], undefined, undefined],
    ['one', [delay], 'fair', delay.reason],
    ['two who had it good', [good, good], 'good', 'All 2 participants had a good call.'],
    ['one of two', [good, loss], 'bad', '1 of 2 participants had trouble: packet loss was high for 45 s.'],
    ['two of two', [delay, loss], 'bad', '2 of 2 participants had trouble: packet loss was high for 45 s.'],
    [
      'one of five who had it bad',
      [good, good, loss, good, good],
      'fair',
      '1 of 5 participants had trouble: packet loss was high for 45 s.',
    ],
    ['one of five who had it fair', [good, good, delay, good, good], 'good', '4 of 5 participants had a good call.'],
  ])('of %s', (_, verdicts, quality, reason) => {
    const verdict = conferenceVerdict(verdicts)
    expect([verdict?.quality, verdict?.reason]).toEqual([quality, reason])
  })
})
