import process from 'node:process'
import { readEnvironment } from '../config/environment.ts'
import { rotateSecrets } from '../config/secrets.ts'

/** Makes new secrets of SDK tokens in the data folder. */
export function rotate(options: { revoke: boolean }): void {
  const config = readEnvironment(process.env)
  if (config.databaseUrl || (config.initTokenSecret && config.sessionTokenSecret)) {
    throw new Error(
      'The secrets are configured by INIT_TOKEN_SECRET and SESSION_TOKEN_SECRET: docs/operating.md says how to change them',
    )
  }
  rotateSecrets(config.dataDir, options)
  const old = options.revoke
    ? 'Tokens of the old ones are refused then: SDKs'
    : 'Tokens of the old ones are taken for a day; SDKs'
  const what = options.revoke ? 'have to initialize again' : 'notice nothing'
  process.stdout.write(`New secrets are kept. Start the server again to use them. ${old} ${what}.\n`)
}
