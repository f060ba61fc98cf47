import process from 'node:process'
import { text } from 'node:stream/consumers'
import { Code, ConnectError } from '@connectrpc/connect'
import type { Command } from 'commander'
import { AccountService } from '../../../gen/peermetrics/admin/v1/account_service_pb.js'
import { printLine } from '../output/print.ts'
import { chooseServer, clientOf, type Server, type ServerOptions } from '../remote/choose-server.ts'
import { UsageError } from '../remote/explain.ts'
import { forgetSignIn, keepSignIn } from '../remote/kept-sign-in.ts'

export function addSignIn(root: Command): void {
  root
    .command('sign-in')
    .description('Keeps a server and a token for it, in a file that only you can read.')
    .requiredOption('--url <url>', 'server to sign in to')
    .option('--token <token>', 'API token; "-" reads it from standard input, where no history keeps it')
    .action(signIn)
  root
    .command('sign-out')
    .description('Forgets them. The token itself stays valid until it expires or is revoked.')
    .action(() => {
      forgetSignIn()
      printLine('Signed out.')
    })
}

async function signIn(options: ServerOptions): Promise<void> {
  const given = options.token === '-' ? (await text(process.stdin)).trim() : options.token
  const { url, token } = chooseServer({ ...options, ...(given === undefined ? {} : { token: given }) })
  if (!token) throw new UsageError('sign-in needs a token: give --token, or "--token -" to read it from standard input')
  const who = await whoIs({ url, token })
  const path = keepSignIn({ url, token })
  printLine(`Signed in to ${url} as ${who}. Kept in ${path}.`)
}

/** Finds out whether the token is good, and whose it is. */
async function whoIs(server: Server): Promise<string> {
  try {
    const { user } = await clientOf(AccountService, server).getCurrentUser({})
    return user?.email ?? 'nobody'
  } catch (error) {
    // The token of the server's configuration is good and belongs to no user.
    if (ConnectError.from(error).code === Code.NotFound) return 'the administrator of the server'
    throw error
  }
}
