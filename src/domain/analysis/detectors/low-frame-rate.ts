import { flowsDuring, framesOf, secondsOf } from '../../stats/flow.ts'
import type { StreamInterval } from '../../stats/stream-interval.ts'
import { sustained } from '../episodes/raise-rule.ts'
import type { PeerStream } from '../state/analysis-state.ts'
import { wasOnDuring } from '../state/flag.ts'
import { below, type StreamDetector, well } from './detector.ts'

/** Frames that the sender sent per second; null when that is not known. */
function sentRate({ stream }: PeerStream, { start, end }: StreamInterval): number | null {
  const flows = flowsDuring(stream.flows, start, end)
  const frames = framesOf(flows)
  return frames === null ? null : frames / Math.max(secondsOf(flows), 0.001)
}

const isScreen = ({ session, stream }: PeerStream) => session.tracks.get(stream.last.trackIdentifier ?? '')?.screen

/**
 * Frames decoded per second of a camera, in 3 of 5 intervals, although more were sent, or usually are: without the
 * sender's report it cannot be told from slides. No frame at all is a freeze or an outage. Nobody sees it in a hidden tab, and
 * the picture of a peer who leaves ends with them.
 */
export const lowFrameRate: StreamDetector = {
  code: 'low_frame_rate',
  ofPeople: true,
  unit: 'fps',
  worse: 'low',
  raiseRule: sustained,
  streams: ['inbound-video'],
  judge(interval, { peer, session, peerHasLeft, thresholds: { frameRateFps } }) {
    const { framesDecoded } = interval.rtp
    if (!peer || !framesDecoded || peerHasLeft() || wasOnDuring(session.hidden, interval.start, interval.end))
      return null
    const rate = framesDecoded / interval.seconds
    if (rate >= frameRateFps) return well(rate)
    const sent = sentRate(peer, interval)
    if (sent === null || isScreen(peer)) return null
    const isSlowSource = (peer.stream.frameRate.usual ?? 0) < 2 * frameRateFps
    return sent <= frameRateFps && isSlowSource ? well(rate) : below(rate, frameRateFps)
  },
}
