import { resolve } from 'node:path'
import type { Config } from './config/config.ts'
import type { Server } from './server.ts'

/** What a person reads after the start: where it listens, where the data is, and what to try. */
export function welcome(config: Config, server: Pick<Server, 'url' | 'firstApiKey'>): string {
  const where = config.databaseUrl ? `PostgreSQL at ${new URL(config.databaseUrl).host}` : resolve(config.dataDir)
  const lines = ['', `PeerMetrics listens on ${server.url}`, `Data: ${where}`]
  if (server.firstApiKey) {
    const body = JSON.stringify({ apiKey: server.firstApiKey, conferenceId: 'first-call', userId: 'me' })
    lines.push(
      `API key of the demo app: ${server.firstApiKey}`,
      '',
      'Try it: this is what a browser SDK does first.',
      `  curl ${server.url}/v1/initialize -d '${body}'`,
      `Or replay a recorded call:`,
      `  npm run replay -- test/recordings/sdk-call.json --api ${server.url}/v1 --key ${server.firstApiKey} --speed 10`,
    )
  }
  return `${lines.join('\n')}\n\n`
}
