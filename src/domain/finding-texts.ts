import type { FindingCode } from './analysis/finding.ts'

/** How each finding is shown to people: what it is, and what happened and what to look at. */
export const findingTexts = {
  high_packet_loss: {
    title: 'High packet loss',
    explanation:
      'More than one packet in twenty was lost on its way. Look at the network of the side that sent and of the side that received: Wi-Fi, mobile networks and full links lose packets.',
  },
  high_rtt: {
    title: 'High round-trip time',
    explanation:
      'Packets took long to the other side and back, so people talk over each other. Look at the distance to the media server, at VPNs, and at full uplinks.',
  },
  high_jitter: {
    title: 'High jitter',
    explanation:
      'Packets of audio came at uneven intervals, which costs delay or leaves gaps. Look at Wi-Fi and at other traffic on the link.',
  },
  low_outgoing_bandwidth: {
    title: 'Too little bandwidth for sending',
    explanation:
      'The browser estimated that hardly anything could be sent. Look at the uplink of this participant and at what else uses it.',
  },
  video_freeze: {
    title: 'Video froze',
    explanation:
      'Received video stood still for a large part of the time. Look at packet loss of this connection and at the sending side.',
  },
  low_frame_rate: {
    title: 'Low frame rate',
    explanation:
      'Received video had only a few pictures a second. Look at the processor of both sides and at the bandwidth of the sender.',
  },
  cpu_limited: {
    title: 'Sent video limited by the processor',
    explanation:
      'The device was too slow to encode video at the quality wanted. Look at other programs on it and at the resolution of the camera.',
  },
  bandwidth_limited: {
    title: 'Sent video limited by bandwidth',
    explanation:
      'Video was sent at lower quality because the network did not carry more. Look at the uplink of this participant.',
  },
  audio_concealment: {
    title: 'Gaps in heard audio',
    explanation:
      'Audio that was missing had to be made up, which sounds robotic. Look at packet loss and jitter of this connection.',
  },
  no_inbound_media: {
    title: 'No media received',
    explanation:
      'Nothing arrived of a track that the other side was sending. Look at the network path and at the media server between the two.',
  },
  silent_microphone: {
    title: 'Silent microphone',
    explanation:
      'The microphone was on and gave no sound at all. Look at whether it is muted in the operating system or by a switch, and whether it is the right device.',
  },
  device_lost: {
    title: 'Device stopped working',
    explanation:
      'A camera or microphone in use ended by itself: unplugged, taken by another program, or its permission withdrawn.',
  },
  slow_setup: {
    title: 'Slow connection setup',
    explanation:
      'It took several seconds until the connection was established. Look at its ICE candidates, at TURN servers and at the signaling.',
  },
  unstable_path: {
    title: 'Unstable network path',
    explanation:
      'The connection kept changing its way through the network. Look at changes between Wi-Fi and mobile networks, and at VPNs.',
  },
  reconnected: {
    title: 'Connection lost for a while',
    explanation:
      'The connection lost its network path and came back. Look at what network the participant was on at that time.',
  },
  low_audio_score: {
    title: 'Heard audio was poor',
    explanation:
      'The estimated quality of heard audio was low for a while. Look at delay, loss and jitter of this connection.',
  },
  very_low_audio_score: {
    title: 'Heard audio was bad',
    explanation:
      'The estimated quality of heard audio was very low for a while. Look at delay, loss and jitter of this connection.',
  },
} as const satisfies Record<FindingCode, { title: string; explanation: string }>
