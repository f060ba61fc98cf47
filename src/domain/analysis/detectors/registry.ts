import type { StreamType } from '../../stats/report.ts'
import { audioConcealment } from './audio-concealment.ts'
import { lowAudioScore, veryLowAudioScore } from './audio-score.ts'
import { bandwidthLimited } from './bandwidth-limited.ts'
import { cpuLimited } from './cpu-limited.ts'
import type { ConnectionDetector, StreamDetector } from './detector.ts'
import { highJitter } from './high-jitter.ts'
import { highPacketLoss } from './high-packet-loss.ts'
import { highRtt } from './high-rtt.ts'
import { lowFrameRate } from './low-frame-rate.ts'
import { lowOutgoingBandwidth } from './low-outgoing-bandwidth.ts'
import { noInboundMedia } from './no-inbound-media.ts'
import { highPlayoutDelay } from './playout-delay.ts'
import { silentMicrophone } from './silent-microphone.ts'
import { cameraStalled, encoderStalled } from './stalled-video.ts'
import { unstablePath } from './unstable-path.ts'
import { videoFreeze } from './video-freeze.ts'

/** Rules about an interval of one RTP stream; a graver one stands before the one that yields to it. */
const streamDetectors: readonly StreamDetector[] = [
  highPacketLoss,
  highJitter,
  noInboundMedia,
  videoFreeze,
  lowFrameRate,
  audioConcealment,
  veryLowAudioScore,
  lowAudioScore,
  cpuLimited,
  bandwidthLimited,
  silentMicrophone,
  cameraStalled,
  encoderStalled,
  highPlayoutDelay,
]

const about = (type: StreamType) => streamDetectors.filter(({ streams }) => streams.includes(type))

export const detectorsOf: Record<StreamType, readonly StreamDetector[]> = {
  'inbound-audio': about('inbound-audio'),
  'inbound-video': about('inbound-video'),
  'outbound-audio': about('outbound-audio'),
  'outbound-video': about('outbound-video'),
}

/** Rules about an interval of a whole connection. The other rules are about events: `events/`. */
export const connectionDetectors: readonly ConnectionDetector[] = [highRtt, lowOutgoingBandwidth, unstablePath]
