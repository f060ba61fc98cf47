import type { StreamInterval } from '../../stats/stream-interval.ts'
import type { RaiseRuleOf } from '../episodes/raise-rule.ts'
import { wasOnDuring } from '../state/flag.ts'
import type { TrackFacts } from '../state/track-facts.ts'
import { type Evaluation, type StreamDetector, type StreamDetectorContext, well } from './detector.ts'

const lasting: RaiseRuleOf = ({ silentSeconds }) => ({ unbrokenSeconds: silentSeconds })

/** Least share of an interval that a live track delivers samples. */
const LIVE = 0.5

const isMuted = ({ start, end }: StreamInterval, { session }: StreamDetectorContext, track: TrackFacts): boolean =>
  wasOnDuring(session.microphoneMuted, start, end) || wasOnDuring(track.muted, start, end)

/** Sound was there: no device, switch or permission is to blame for silence, before or after it. */
const heard = (value: number): Evaluation => ({ ...well(value), refutes: true })

/**
 * A live, unmuted microphone that is dead: its level was never above the noise of a device without a signal since the
 * track began, for a minute and more, and to the end.
 *
 * Why not exact silence: a dead device gives noise (1e-4), and exact zeros after sound are a mute by `track.enabled`, or
 * the work of noise cancelling while its owner listens. So once it was heard, a microphone is not doubted again.
 * Guards: every connection of a page reports the same source, one speaks for it; mutes that the page tells of count as
 * nothing; RTCAudioSourceStats sums energy since the track began, so sound before the first report counts, too.
 */
export const silentMicrophone: StreamDetector = {
  code: 'silent_microphone',
  ofPeople: true,
  unit: '',
  worse: 'low',
  raiseRule: lasting,
  streams: ['outbound-audio'],
  subject: ({ stream }, { session }) => `${session.id}/${stream.trackIdentifier}`,
  judge(interval, context) {
    const { stream, source, seconds } = interval
    const level = stream.source?.gauges.audioLevel
    const track = context.session.tracks.get(stream.trackIdentifier ?? '')
    if (!source || !track || level === undefined || track.reporter !== context.connection.id) return null
    const { totalAudioEnergy: energy, totalSamplesDuration: duration } = source
    if (energy === undefined || duration === undefined) return null
    const line = context.thresholds.silentLevel
    const { totalAudioEnergy: allEnergy = 0, totalSamplesDuration: all = 0 } = stream.source?.counters ?? {}
    const wasHeard = track.heard
    track.heard ||= level > line || energy > line ** 2 * seconds || allEnergy > line ** 2 * all
    if (track.heard) return wasHeard ? null : heard(level)
    if (isMuted(interval, context, track) || duration < LIVE * seconds) return null
    return { value: level, holds: true, clear: false }
  },
}
