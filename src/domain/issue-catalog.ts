/** How an issue is shown to people. */
export interface IssueText {
  type: 'error' | 'warning'
  title: string
  /** What happened, and what to look at. */
  explanation: string
}

/** Issues that one event, or the end of a session or conference, raises. */
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
} as const satisfies Record<string, IssueText>

export type IssueCode = keyof typeof issueCatalog
