import { resolve } from 'node:path'
import type { Config } from './config/config.ts'
import type { Server } from './server.ts'

/** Text after the start: where it listens, where the data is, and what to try. */
export function welcome(config: Config, server: Pick<Server, 'url' | 'first'>): string {
  const where = config.databaseUrl ? `PostgreSQL at ${new URL(config.databaseUrl).host}` : resolve(config.dataDir)
  const lines = ['', `PeerMetrics listens on ${server.url}`, `Data: ${where}`]
  const { apiKey, admin } = server.first
  if (admin) lines.push(...adminLines(admin))
  if (apiKey) lines.push(...demoLines(server.url, apiKey))
  return `${lines.join('\n')}\n\n`
}

function adminLines({ email, password }: NonNullable<Server['first']['admin']>): string[] {
  if (password === undefined) return [`${email} can sign in, with the password that was configured.`]
  return [`Sign in as ${email} with the password ${password} (shown only now: change it, or keep it safe).`]
}

/** An installed package has no recordings. */
const isClone = import.meta.url.endsWith('.ts')

const replayLines = (url: string, apiKey: string): string[] => [
  'Or replay a recorded call:',
  `  npm run replay -- test/recordings/sdk-call.json --key ${apiKey} --speed 10 --url ${url}`,
]

function demoLines(url: string, apiKey: string): string[] {
  const body = JSON.stringify({ apiKey, conferenceId: 'first-call', userId: 'me' })
  return [
    `API key of the demo app: ${apiKey}`,
    '',
    'Try it: this is what a browser SDK does first.',
    `  curl ${url}/v1/initialize -d '${body}'`,
    ...(isClone ? replayLines(url, apiKey) : []),
  ]
}
