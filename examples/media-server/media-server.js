// A media server with two participants for a few seconds. Its transports are made up here; in yours, take the numbers from
// getStats() of your WebRTC stack.
//   PEERMETRICS_URL=http://127.0.0.1:8081 PEERMETRICS_API_KEY=KEY node media-server.js [room] [reports]
import { setTimeout as delay } from 'node:timers/promises'
import { RoomReporter } from './reporter.js'

const [room = `room-${Date.now()}`, reports = '5'] = process.argv.slice(2)
const { PEERMETRICS_API_KEY: apiKey, REPORT_INTERVAL_MS } = process.env
if (!apiKey) {
  console.error('Set PEERMETRICS_API_KEY to the key of an app, and PEERMETRICS_URL to the server.')
  process.exit(2)
}

const reporter = new RoomReporter({ apiKey, room })
await Promise.all([takePart({ id: 'alice', name: 'Alice' }), takePart({ id: 'bob', name: 'Bob' })])
console.log(`Reported ${reports} times for each participant of ${room}.`)

async function takePart(participant) {
  const reporting = await reporter.join(participant)
  reporting.connectionEvent('onconnectionstatechange', 'connecting')
  reporting.connectionEvent('onconnectionstatechange', 'connected')
  const intervalMs = Number(REPORT_INTERVAL_MS ?? reporting.statsIntervalMs)
  for (let index = 1; index <= Number(reports); index++) {
    await reporting.stats(statsReport(participant.id, index, intervalMs))
    await delay(intervalMs)
  }
  await reporting.leave()
}

/** Counters as they would stand after so many intervals of an audio call. */
function statsReport(participant, index, intervalMs) {
  const packets = Math.round((index * intervalMs) / 20)
  const timestamp = Date.now()
  const audio = { kind: 'audio', ssrc: 1, timestamp, mimeType: 'audio/opus', clockRate: 48_000 }
  return {
    audio: {
      inbound: [
        {
          ...audio,
          id: `inbound-${participant}`,
          trackIdentifier: `microphone-of-${participant}`,
          packetsReceived: packets,
          packetsLost: Math.round(packets / 100),
          bytesReceived: packets * 80,
          jitter: 0.004,
        },
      ],
      outbound: [],
    },
    video: { inbound: [], outbound: [] },
    connection: {
      id: 'pair',
      timestamp,
      state: 'succeeded',
      bytesSent: packets * 80,
      bytesReceived: packets * 80,
      currentRoundTripTime: 0.03,
      local: { candidateType: 'host', protocol: 'udp' },
      remote: { candidateType: 'srflx', protocol: 'udp' },
    },
  }
}
