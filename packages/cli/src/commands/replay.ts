import { InvalidArgumentError } from 'commander'
import { carriedOut, type Place, plainCommand } from './command.ts'

export function addReplay(root: Place): void {
  const replay = plainCommand(root, 'replay <recording>', {
    does: 'Sends a recorded call to a server again and compares the answers with the recorded ones. Exit code 1 when one differs.',
    examples: [
      'replay sdk-call.json --key KEY --speed 10',
      'replay sdk-call.json --key KEY --url calls.example.org --speed max',
    ],
  })
    .requiredOption('--key <key>', 'API key of the app that the call is for')
    .option('--url <url>', 'server to send it to')
    .option('--api <url>', "base of the server's routes, in place of --url")
    .option('--profile <name>', 'kept sign-in whose server it is')
    .option(
      '--speed <n>',
      'n times as fast as recorded, or "max"; faster than 1 the call is placed in the past',
      speed,
      1,
    )
    .option('--conference-id <id>', "the application's id of the conference; else the recorded one with a suffix")
    .option('-q, --quiet', 'print no progress')
  carriedOut(replay, root.io, async () => (await import('../actions/replay.ts')).replayCall)
}

function speed(text: string): number | 'max' {
  if (text === 'max') return text
  const value = Number(text)
  if (!(value >= 1 && value < Number.POSITIVE_INFINITY)) {
    throw new InvalidArgumentError('It must be a number of at least 1, or "max".')
  }
  return value
}
