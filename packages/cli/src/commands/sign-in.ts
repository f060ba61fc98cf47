import { carriedOut, groupCommand, type Place, plainCommand, serverCommand } from './command.ts'

const load = () => import('../actions/sign-in.ts')

export function addSignIn(root: Place): void {
  const { io } = root
  const signIn = plainCommand(root, 'sign-in', {
    does: 'Asks for server, e-mail address and password, makes an API token for this machine and keeps that, in a file that only you can read. The password is forgotten.',
    examples: [
      'sign-in --url calls.example.org --email alice@example.org',
      'sign-in --url http://127.0.0.1:8081 --token - < token.txt',
    ],
  })
    .option('--url <url>', 'server to sign in to')
    .option('--email <address>', 'e-mail address of the user')
    .option('--profile <name>', 'name under which it is kept; else "default"')
    .option('--admin', 'the token may change users and organizations, too')
    .option('--token <token>', 'API token to keep; "-" reads it from standard input, where no history keeps it')
    .option('--password <->', '"-" reads the password from standard input')
    .option('--json', 'print lines of JSON')
    .option('-q, --quiet', 'print nothing but failures')
  carriedOut(signIn, io, async () => (await load()).signIn)

  const signOut = plainCommand(root, 'sign-out', {
    does: 'Forgets a kept sign-in, and revokes the API token that it has made.',
    examples: ['sign-out', 'sign-out --profile staging'],
  })
    .option('--profile <name>', 'kept sign-in to forget; else the current one')
    .option('--json', 'print lines of JSON')
    .option('-q, --quiet', 'print nothing but failures')
  carriedOut(signOut, io, async () => (await load()).signOut)

  const whoami = serverCommand(root, 'whoami', {
    does: 'Says who you are to which server.',
    examples: ['whoami', 'whoami --json | jq -r .user.email'],
  })
  carriedOut(whoami, io, async () => (await load()).whoAmI)
}

export function addProfiles(root: Place): void {
  const place = groupCommand(root, 'profiles', 'List and choose kept sign-ins of several servers.')
  const { io } = place
  const profiles = () => import('../actions/profiles.ts')
  const list = plainCommand(place, 'list', {
    does: 'Lists kept sign-ins.',
    examples: ['profiles list', 'profiles list --json'],
  })
    .option('--json', 'print lines of JSON')
    .option('--csv', 'print CSV')
    .option('-q, --quiet', 'print names only')
  carriedOut(list, io, async () => (await profiles()).listProfiles)

  const use = plainCommand(place, 'use <name>', {
    does: 'Makes a kept sign-in the one that is used unless another one is named.',
    examples: ['profiles use staging', 'profiles use default'],
  })
  carriedOut(use, io, async () => (await profiles()).useProfile)

  const remove = plainCommand(place, 'remove <name>', {
    does: 'Forgets a kept sign-in without asking its server. "sign-out" revokes its token, too.',
    examples: ['profiles remove staging', 'profiles remove default'],
  })
  carriedOut(remove, io, async () => (await profiles()).removeProfile)
}
