import type { FindingCode } from './analysis/finding.ts'

/** How an issue is shown to people. */
export interface IssueText {
  type: 'error' | 'warning'
  title: string
  /** What happened, and what to look at. */
  explanation: string
}

/** Every issue: those that one event, or the end of a session or conference, raises, then findings, which last. */
export const issueCatalog = {
  no_media_access: {
    type: 'error',
    title: 'Could not access any media device',
    explanation:
      'Every request for a camera, microphone or screen failed in this session. Look at the browser permission, at other programs that hold the device, and at whether a device was there.',
  },
  ice_failed: {
    type: 'error',
    title: 'Connection could not be established',
    explanation:
      'ICE tried all pairs of network addresses and none worked. Look at firewalls between the two sides and at whether a TURN server was configured and reachable.',
  },
  no_connection: {
    type: 'error',
    title: 'The participant could not establish a connection',
    explanation:
      'The session had connections, and none of them was ever connected. Look at its ICE candidates and signaling events.',
  },
  very_low_emos: {
    type: 'error',
    title: 'The participant had a very bad experience during the conference',
    explanation:
      'The estimated quality of heard audio was below 3 of 5 for half a minute or longer. Look at delay and loss of the inbound audio.',
  },
  low_emos: {
    type: 'warning',
    title: 'Participant had a less than ideal experience',
    explanation:
      'The estimated quality of heard audio was between 3 and 4 of 5 for half a minute or longer. Look at delay and loss of the inbound audio.',
  },
  getusermedia_error: {
    type: 'warning',
    title: 'Problem accessing media',
    explanation:
      'A request for a camera, microphone or screen failed. The name of the error says whether it was denied, missing, in use or asked for too much.',
  },
  icecandidateerror: {
    type: 'warning',
    title: 'ICE candidate error',
    explanation:
      'A STUN or TURN server could not be asked for an address. The call may still work over other addresses; look at the URL and code of the error.',
  },
  connection_disconnected: {
    type: 'warning',
    title: 'Connection disconnected',
    explanation:
      'The connection lost its network path, at least for a while. Look at what network the participant was on.',
  },
  connection_failed: {
    type: 'error',
    title: 'Connection failed',
    explanation:
      'The connection lost its network path and gave up looking for another. Only an ICE restart would have helped; look at network changes at that time.',
  },
  multiple_rejoins: {
    type: 'warning',
    title: 'Multiple rejoins',
    explanation:
      'The participant joined the same conference again, as after a reload of the page. Look at how the session before it ended.',
  },
  tcp_used: {
    type: 'warning',
    title: 'Media sent over TCP',
    explanation:
      'UDP did not get through, so media went over TCP, which adds delay when packets are lost. Look at whether a firewall blocks UDP.',
  },
  turn_used: {
    type: 'warning',
    title: 'Connection relayed through a TURN server',
    explanation:
      'No direct path was found, so media took the way over a relay, which adds delay and cost. Usual behind strict NATs and firewalls.',
  },
  left_abruptly: {
    type: 'warning',
    title: 'The participant left without a word',
    explanation:
      'Reports of the session stopped and nothing said that it was over: a crash, a lost network, a device put to sleep. The call was ended later, at the time of its last activity.',
  },
  high_packet_loss: {
    type: 'warning',
    title: 'High packet loss',
    explanation:
      'The network lost more packets than audio and video can make up for. Look at the Wi-Fi or mobile network of both sides, and at whether others on the same network had it, too.',
  },
  high_rtt: {
    type: 'warning',
    title: 'High delay',
    explanation:
      'What was said took long to arrive, so people talk over each other. Look at VPNs, at the distance to the media or TURN server, and at full uplinks.',
  },
  high_jitter: {
    type: 'warning',
    title: 'High jitter',
    explanation:
      'Packets came at uneven intervals, so audio had to wait or was cut. Look at Wi-Fi and at other traffic on the same link.',
  },
  low_outgoing_bandwidth: {
    type: 'warning',
    title: 'Too little bandwidth for sending',
    explanation:
      'The browser estimated that it could send less than video needs. Look at the uplink of the participant and at what else uses it.',
  },
  video_freeze: {
    type: 'warning',
    title: 'Video froze',
    explanation:
      'Received video stood still although the sender went on sending. Look at the causes that are named, at packet loss, and at how busy the receiving device was.',
  },
  low_frame_rate: {
    type: 'warning',
    title: 'Jerky video',
    explanation:
      'Far fewer pictures a second were shown than were sent. Look at packet loss and at the processor of the receiving device.',
  },
  cpu_limited: {
    type: 'warning',
    title: 'Video limited by the processor',
    explanation:
      'The device could not encode video as fast as it was captured, so it sent less of it. Look at other programs, at the resolution, and at battery saving.',
  },
  bandwidth_limited: {
    type: 'warning',
    title: 'Video limited by bandwidth',
    explanation:
      'The network had no room for the video that the camera gave, so it was sent smaller or coarser. Look at the uplink of the participant and at packet loss on the other side.',
  },
  audio_concealment: {
    type: 'warning',
    title: 'Gaps in heard audio',
    explanation:
      'Audio that did not come in time was made up, which sounds robotic or choppy. Look at packet loss and jitter at that time.',
  },
  no_inbound_media: {
    type: 'error',
    title: 'Nothing was received',
    explanation:
      'A track was sent, and not a byte of it arrived. Look at the connection state at that time and, with a media server, at whether it forwarded the track.',
  },
  silent_microphone: {
    type: 'warning',
    title: 'Silent microphone',
    explanation:
      'A microphone that was neither muted nor switched off gave no signal at all. Look at the device that was chosen, at a mute button on it, and at the permission of the operating system.',
  },
  device_lost: {
    type: 'error',
    title: 'A device stopped working',
    explanation:
      'A camera or microphone in use went away during the call, and nothing took its place. Look at cables, at docking stations, and at whether a permission was withdrawn.',
  },
  slow_setup: {
    type: 'warning',
    title: 'Connecting took long',
    explanation:
      'It took more than a few seconds until media could flow. Look at the ICE candidates, at TURN servers that do not answer, and at the time between offer and answer.',
  },
  unstable_path: {
    type: 'warning',
    title: 'Unstable network path',
    explanation:
      'The connection kept changing its way through the network. Look at devices that are on two networks at once, and at a Wi-Fi that comes and goes.',
  },
  reconnected: {
    type: 'warning',
    title: 'Connection lost and found again',
    explanation:
      'The connection was gone for a while and then came back. Look at what network the participant was on, and at whether it changed.',
  },
  low_audio_score: {
    type: 'warning',
    title: 'Poor audio',
    explanation:
      'By loss, delay and bitrate, heard audio was worse than people find good. Look at the causes that are named.',
  },
  very_low_audio_score: {
    type: 'error',
    title: 'Bad audio',
    explanation:
      'By loss, delay and bitrate, heard audio was so bad that people can hardly follow. Look at the causes that are named.',
  },
} as const satisfies Record<string, IssueText> & Record<FindingCode, IssueText>

/** Codes of issues without a life of their own. */
export type IssueCode = Exclude<keyof typeof issueCatalog, FindingCode>
