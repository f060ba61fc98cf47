import type { IssueCode } from './codes.ts'
import type { Quality } from './quality.ts'

/** Weight and words of an issue in a verdict. */
export interface InVerdict {
  /** Event in words, as part of a sentence. */
  text: string
  /** Quality of a call in which it happened at all: its duration is neither weighed nor told. */
  moment?: Quality
  /** The same, for somebody who received media all the same. */
  withMedia?: Quality
  /** Quality that it makes a call at worst, however long it lasts. */
  worst?: Quality
  /** The issue as the cause of what another participant heard or saw; `{name}` stands for whom it happened to. */
  ofPeer?: string
}

/** Everything there is to say about issues of one code. */
export interface IssueKind {
  severity: 'error' | 'warning'
  title: string
  /** One or two sentences: what happened, and what to look at. */
  explanation: string
  /** Absent for issues that say nothing about the quality of a call. */
  inVerdict?: InVerdict
}

/** Every issue, causes before what may come of them: of two equally bad ones, the first is named in a verdict. */
export const issueCatalog: Readonly<Record<IssueCode, IssueKind>> = {
  no_media_access: {
    severity: 'error',
    title: 'Could not access any media device',
    explanation:
      'Every request for a camera, microphone or screen failed in this session. Look at the browser permission, at other programs that hold the device, and at whether a device was there.',
    inVerdict: { text: 'no camera, microphone or screen could be accessed', moment: 'bad', withMedia: 'fair' },
  },
  no_connection: {
    severity: 'error',
    title: 'The participant could not establish a connection',
    explanation:
      'The session had connections, and none of them was ever connected. Look at its ICE candidates and signaling events.',
    inVerdict: { text: 'no connection could be established', moment: 'bad' },
  },
  ice_failed: {
    severity: 'error',
    title: 'Connection could not be established',
    explanation:
      'ICE tried all pairs of network addresses and none worked. Look at firewalls between the two sides and at whether a TURN server was configured and reachable.',
    inVerdict: { text: 'a connection found no way through the network', moment: 'bad', withMedia: 'poor' },
  },
  connection_failed: {
    severity: 'error',
    title: 'Connection failed',
    explanation:
      'The connection lost its network path and gave up looking for another. Only an ICE restart would have helped; look at network changes at that time.',
    inVerdict: { text: 'a connection failed and did not come back', moment: 'bad', withMedia: 'poor' },
  },
  reconnected: {
    severity: 'warning',
    title: 'Connection lost and found again',
    explanation:
      'Nothing got through for a while, then the connection came back. Look at what network the participant was on, and at whether it changed.',
    inVerdict: { text: 'the connection was lost', ofPeer: 'the connection of {name} was lost' },
  },
  connection_disconnected: {
    severity: 'warning',
    title: 'Connection disconnected',
    explanation:
      'The connection lost its network path, at least for a while. Look at what network the participant was on.',
    inVerdict: { text: 'the connection was interrupted', moment: 'fair' },
  },
  left_abruptly: {
    severity: 'warning',
    title: 'The participant left without a word',
    explanation:
      'Reports of the session stopped and nothing said that it was over: a crash, a lost network, a device put to sleep. It was ended later, at the time of the last of them.',
  },
  device_lost: {
    severity: 'error',
    title: 'A device stopped working',
    explanation:
      'A camera or microphone in use went away during the call, and nothing took its place. Look at cables, at docking stations, and at whether a permission was withdrawn.',
    inVerdict: {
      text: 'a device stopped working',
      moment: 'fair',
      ofPeer: '{name} could not be {heard}: their device had stopped working',
    },
  },
  silent_microphone: {
    severity: 'warning',
    title: 'Silent microphone',
    explanation:
      'A microphone that was neither muted nor switched off gave no sound at all. Look at the device that was chosen, at a mute button on it, and at the permission of the operating system.',
    inVerdict: {
      text: 'the microphone was silent',
      worst: 'fair',
      ofPeer: '{name} could not be heard: their microphone was silent',
    },
  },
  camera_stalled: {
    severity: 'warning',
    title: 'Camera without a picture',
    explanation:
      'A camera that was neither muted nor switched off delivered no frames. Look at other programs that hold the device, at its cable, and at whether the device was put to sleep.',
    inVerdict: {
      text: 'the camera gave no picture',
      worst: 'fair',
      ofPeer: '{name} could not be seen: their camera gave no picture',
    },
  },
  encoder_stalled: {
    severity: 'warning',
    title: 'Video was captured but not encoded',
    explanation:
      'The camera delivered frames, and the browser sent none of them. Look at the video codec that was negotiated, at hardware encoding, and at how busy the device was.',
    inVerdict: {
      text: 'captured video was not encoded',
      worst: 'fair',
      ofPeer: '{name} could not be seen: their browser encoded no picture',
    },
  },
  slow_setup: {
    severity: 'warning',
    title: 'Connecting took long',
    explanation:
      'It took more than a few seconds until media could flow. Look at the ICE candidates, at TURN servers that do not answer, and at the time between offer and answer.',
    inVerdict: { text: 'connecting took long', moment: 'fair' },
  },
  unstable_path: {
    severity: 'warning',
    title: 'Unstable network path',
    explanation:
      'The connection kept changing its way through the network. Look at devices that are on two networks at once, and at a Wi-Fi that comes and goes.',
    inVerdict: { text: 'the network path kept changing', moment: 'fair' },
  },
  high_packet_loss: {
    severity: 'warning',
    title: 'High packet loss',
    explanation:
      'More than one packet in twenty was lost on its way. Look at the Wi-Fi or mobile network of both sides, and at whether others on the same network had it, too.',
    inVerdict: { text: 'packet loss was high', worst: 'fair', ofPeer: 'packet loss towards {name} was high' },
  },
  low_outgoing_bandwidth: {
    severity: 'warning',
    title: 'Too little bandwidth for sending',
    explanation:
      'The browser estimated that it could send less than video needs. Look at the uplink of the participant and at what else uses it.',
    inVerdict: {
      text: 'there was too little bandwidth for sending',
      worst: 'fair',
      ofPeer: '{name} had too little bandwidth for sending',
    },
  },
  bandwidth_limited: {
    severity: 'warning',
    title: 'Video limited by bandwidth',
    explanation:
      'The network had no room for the video that the camera gave, so it was sent smaller or coarser. Look at the uplink of the participant and at packet loss on the other side.',
    inVerdict: {
      text: 'sent video was limited by bandwidth',
      worst: 'fair',
      ofPeer: 'the video that {name} sent was limited by bandwidth',
    },
  },
  cpu_limited: {
    severity: 'warning',
    title: 'Video limited by the processor',
    explanation:
      'The device could not encode video as fast as it was captured, so it sent less of it. Look at other programs, at the resolution, and at battery saving.',
    inVerdict: {
      text: 'sent video was limited by the processor',
      worst: 'fair',
      ofPeer: 'the processor of {name} could not keep up with the video that was sent',
    },
  },
  high_rtt: {
    severity: 'warning',
    title: 'High round-trip time',
    explanation:
      'What was said took long to arrive, so people talk over each other. Look at VPNs, at the distance to the media or TURN server, and at full uplinks.',
    inVerdict: { text: 'the delay of the network was high' },
  },
  high_jitter: {
    severity: 'warning',
    title: 'High jitter',
    explanation:
      'Packets came at uneven intervals, so audio had to wait or was cut. Look at Wi-Fi and at other traffic on the same link.',
    inVerdict: { text: 'packets came at uneven intervals' },
  },
  playout_delay: {
    severity: 'warning',
    title: 'Media played late',
    explanation:
      'What was received waited long in the jitter buffer before it was played. Look at jitter and bursts of loss on the path, and at whether sound waits for a picture that comes late.',
    inVerdict: { text: 'received media was played late' },
  },
  no_inbound_media: {
    severity: 'error',
    title: 'Nothing was received',
    explanation:
      'A track was sent, and not a byte of it arrived. Look at the connection state at that time and, with a media server, at whether it forwarded the track.',
    inVerdict: {
      text: 'nothing was received of a track that was sent',
      ofPeer: 'nothing of a track that was sent reached {name}',
    },
  },
  video_freeze: {
    severity: 'warning',
    title: 'Video froze',
    explanation:
      'Received video stood still although the sender went on sending. Look at the causes that are named, at packet loss, and at how busy the receiving device was.',
    inVerdict: { text: 'video froze' },
  },
  low_frame_rate: {
    severity: 'warning',
    title: 'Jerky video',
    explanation:
      'Received video had only a few pictures a second. Look at packet loss and at the processors of both sides.',
    inVerdict: { text: 'video was jerky', worst: 'fair' },
  },
  audio_concealment: {
    severity: 'warning',
    title: 'Gaps in heard audio',
    explanation:
      'Audio that did not come in time was made up, which sounds robotic or choppy. Look at packet loss and jitter at that time.',
    inVerdict: { text: 'gaps in heard audio had to be filled' },
  },
  very_low_audio_score: {
    severity: 'error',
    title: 'Bad audio',
    explanation:
      'By loss, delay and bitrate, heard audio was so bad that people can hardly follow. Look at the causes that are named.',
    inVerdict: { text: 'heard audio was bad' },
  },
  low_audio_score: {
    severity: 'warning',
    title: 'Poor audio',
    explanation:
      'By loss, delay and bitrate, heard audio was worse than people find good. Look at the causes that are named.',
    inVerdict: { text: 'heard audio was poor' },
  },
  multiple_rejoins: {
    severity: 'warning',
    title: 'Multiple rejoins',
    explanation:
      'The participant joined the same conference again, as after a reload of the page. Look at how the session before it ended.',
  },
  getusermedia_error: {
    severity: 'warning',
    title: 'Problem accessing media',
    explanation:
      'A request for a camera, microphone or screen failed. The name of the error says whether it was denied, missing, in use or asked for too much.',
  },
  icecandidateerror: {
    severity: 'warning',
    title: 'ICE candidate error',
    explanation:
      'A STUN or TURN server could not be asked for an address. The call may still work over other addresses; look at the URL and code of the error.',
  },
  tcp_used: {
    severity: 'warning',
    title: 'Media sent over TCP',
    explanation:
      'UDP did not get through, so media went over TCP, which adds delay when packets are lost. Look at whether a firewall blocks UDP.',
  },
  turn_used: {
    severity: 'warning',
    title: 'Connection relayed through a TURN server',
    explanation:
      'No direct path was found, so media took the way over a relay, which adds delay and cost. Usual behind strict NATs and firewalls.',
  },
  very_low_emos: {
    severity: 'error',
    title: 'The participant had a very bad experience during the conference',
    explanation:
      'The estimated quality of heard audio was below 3 of 5 for half a minute or longer. Look at delay and loss of the inbound audio.',
  },
  low_emos: {
    severity: 'warning',
    title: 'Participant had a less than ideal experience',
    explanation:
      'The estimated quality of heard audio was between 3 and 4 of 5 for half a minute or longer. Look at delay and loss of the inbound audio.',
  },
}
