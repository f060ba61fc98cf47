export const ways = ['bundler', 'script', 'replay'] as const
export type Way = (typeof ways)[number]

/** What to put into an application, or into a shell, so that calls are reported here. @param api base of the HTTP routes */
export const snippets: Record<Way, (api: string, apiKey: string) => string> = {
  bundler: (api, apiKey) => `// npm install @peermetrics/sdk
import { PeerMetrics } from '@peermetrics/sdk'

${usage(api, apiKey)}`,
  script: (api, apiKey) => `<script src="https://cdn.peermetrics.io/js/sdk/peermetrics.min.js"></script>
<script type="module">
${usage(api, apiKey).replace(/^(?=.)/gm, '  ')}
</script>`,
  replay: (api, apiKey) => `npm run replay -- test/recordings/sdk-call.json \\
  --api ${api} --key ${apiKey} --speed 10`,
}

const usage = (api: string, apiKey: string) => `const metrics = new PeerMetrics({
  apiRoot: '${api}',
  apiKey: '${apiKey}',
  userId: 'alice',
  conferenceId: 'weekly-sync',
})
await metrics.initialize()

// For each RTCPeerConnection:
await metrics.addConnection({ pc, peerId: 'bob' })`
