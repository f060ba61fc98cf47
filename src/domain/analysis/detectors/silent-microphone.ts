import type { StreamInterval } from '../../stats/stream-interval.ts'
import type { RaiseRuleOf } from '../episodes/raise-rule.ts'
import { wasOnDuring } from '../state/flag.ts'
import { type StreamDetector, type StreamScene, well } from './detector.ts'

const lasting: RaiseRuleOf = ({ silentSeconds }) => ({ unbrokenSeconds: silentSeconds })

/**
 * Energy a second up to which there is none: a tenth of what the last bit of 16 makes, (1/32768)². A room that is quiet has
 * more; a microphone that is dead, or switched off by its own button, has none at all.
 */
const NO_ENERGY = 1e-10

/** Least share of an interval that a live track delivers samples. */
const LIVE = 0.5

function isMuted({ start, end }: StreamInterval, { session }: StreamScene, trackIdentifier: string): boolean {
  const track = session.tracks.get(trackIdentifier)
  return wasOnDuring(session.microphoneMuted, start, end) || Boolean(track && wasOnDuring(track.muted, start, end))
}

/** Whether this connection speaks for the track: every connection of a page reports the same source. */
const isReporter = ({ session, connection }: StreamScene, trackIdentifier: string) =>
  session.tracks.get(trackIdentifier)?.reporter === connection.id

/** Captured audio of a live, unmuted track is flat for 30 s. Silence of a person who listens is not flat. */
export const silentMicrophone: StreamDetector = {
  code: 'silent_microphone',
  ofPeople: true,
  unit: '',
  worse: 'low',
  raiseRule: lasting,
  streams: ['outbound-audio'],
  subject: ({ stream }, { session }) => `${session.id}/${stream.trackIdentifier}`,
  judge(interval, scene) {
    const { stream, source, seconds } = interval
    const level = stream.source?.gauges.audioLevel
    if (!source || level === undefined || stream.trackIdentifier === null) return null
    const { totalAudioEnergy: energy, totalSamplesDuration: duration } = source
    if (energy === undefined || duration === undefined || !isReporter(scene, stream.trackIdentifier)) return null
    if (isMuted(interval, scene, stream.trackIdentifier)) return well(level)
    if (duration < LIVE * seconds) return null
    const isFlat = level <= scene.thresholds.silentLevel && energy <= NO_ENERGY * seconds
    return { value: level, holds: isFlat, clear: !isFlat }
  },
}
