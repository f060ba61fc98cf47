import { parseArgs } from 'node:util'
import type { Speed } from './replay.ts'
import { ReplayError } from './replay-error.ts'

/** Parsed command line. */
export interface Arguments {
  file: string
  /** Base of the routes, the `/v1` included. */
  api: string
  apiKey: string
  conferenceId: string | undefined
  speed: Speed
}

const DEFAULT_API = 'http://127.0.0.1:8081/v1'

export const usage = `Replays a recorded call against a server and compares the answers with the recorded ones.

  npm run replay -- <recording.json> --key KEY [options]

  --key KEY             API key of the app that the call is for
  --api URL             base of the server's routes (${DEFAULT_API})
  --speed N             N times as fast as recorded, or "max"; faster than 1 the call is placed in the past (1)
  --conference-id ID    the application's id of the conference (the recorded one with a suffix of its own)
  --help                this text

Exit code 1 when an answer differs from the recorded one.
`

/**
 * @returns undefined when help is asked for
 * @throws ReplayError saying what is wrong
 */
export function readArguments(args: readonly string[]): Arguments | undefined {
  const { values, positionals } = parse(args)
  if (values.help) return undefined
  const [file, ...rest] = positionals
  if (!file || rest.length > 0) throw new ReplayError('Name one recording; --help says how')
  if (!values.key) throw new ReplayError('--key is needed: the API key of the app that the call is for')
  if (!URL.canParse(values.api) || !/^https?:$/.test(new URL(values.api).protocol)) {
    throw new ReplayError(`--api must be an http(s) URL, not ${values.api}`)
  }
  return {
    file,
    api: values.api,
    apiKey: values.key,
    conferenceId: values['conference-id'],
    speed: readSpeed(values.speed),
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        api: { type: 'string', default: DEFAULT_API },
        key: { type: 'string' },
        speed: { type: 'string', default: '1' },
        'conference-id': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    throw new ReplayError((error as Error).message)
  }
}

function readSpeed(text: string): Speed {
  if (text === 'max') return text
  const speed = Number(text)
  if (!(speed >= 1 && speed < Number.POSITIVE_INFINITY)) {
    throw new ReplayError(`--speed must be a number of at least 1, or "max", not ${text}`)
  }
  return speed
}
