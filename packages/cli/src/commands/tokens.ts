import type { Command } from 'commander'
import { Option } from 'commander'
import { instant } from '../input/times.ts'
import { carriedOut, groupCommand, listCommand, type Place, serverCommand } from './command.ts'

const load = () => import('../actions/tokens.ts')

const withPassword = (command: Command): Command =>
  command
    .option('--email <address>', 'who you are; else as you signed in')
    .option('--password <->', 'your password: "-" reads it from standard input; else you are asked')

export function addTokens(root: Place): void {
  const place = groupCommand(
    root,
    'tokens',
    'List and manage your API tokens. They are managed with your password: no token can make another one.',
  )
  const { io } = place
  const list = withPassword(
    listCommand(place, 'list', {
      does: 'Lists your API tokens, oldest first, expired and revoked ones included.',
      examples: ['tokens list', 'tokens list --email alice@example.org --password - < password.txt'],
    }),
  )
  carriedOut(list, io, async () => (await load()).listTokens)

  const create = withPassword(
    serverCommand(place, 'create <name>', {
      does: 'Creates an API token and prints its secret, which cannot be read again.',
      examples: [
        'tokens create ci --scope read',
        'tokens create deploy --scope read write --expires 2027-01-01 --quiet',
      ],
    }),
  )
    .addOption(
      new Option('--scope <scope...>', 'what it may be used for')
        .choices(['read', 'write', 'admin'])
        .default(['read'], '"read"'),
    )
    .option('--expires <time>', 'when it expires; else never', text => instant(text))
  carriedOut(create, io, async () => (await load()).createToken)

  const revoke = withPassword(
    serverCommand(place, 'revoke <id>', {
      does: 'Stops an API token for good.',
      examples: [
        'tokens revoke 0199d3c4-8f1e-7b6a-9c2d-5e4f3a2b1c0d',
        'tokens revoke 0199d3c4-8f1e-7b6a-9c2d-5e4f3a2b1c0d --yes',
      ],
    }).option('--yes', 'do not ask'),
  )
  carriedOut(revoke, io, async () => (await load()).revokeToken)
}
