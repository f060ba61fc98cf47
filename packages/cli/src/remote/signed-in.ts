import { type PeerMetrics, reasonOf } from '@peermetrics/client'
import type { CommonOptions, Context } from '../context.ts'
import { UsageError } from '../failures.ts'
import { ask, readStdin } from '../input/ask.ts'

/** Who somebody is, where no token will do. */
export interface OfPerson extends CommonOptions {
  email?: string
  /** `-`: the password comes from standard input. */
  password?: string
}

/** Carries out what needs a sign-in. One that is made for it with the person's password ends with it. */
export async function signedIn(context: Context<OfPerson>, action: (pm: PeerMetrics) => Promise<void>): Promise<void> {
  const { options, server } = context
  if (options.curl || (options.password === undefined && server.token && (await isSignIn(context)))) {
    return await action(context.pm)
  }
  const { email, password } = await credentials(context, await knownEmail(context))
  const { token } = await context.connect({ ...server, token: undefined }).account.signIn({ email, password })
  const own = context.connect({ ...server, token })
  try {
    await action(own)
  } finally {
    await own.account.signOut({})
  }
}

/** Whether the token at hand is that of a sign-in: those of programs are refused what this asks. */
async function isSignIn({ pm }: Context): Promise<boolean> {
  try {
    await pm.account.listSignIns({ pageSize: 1 })
    return true
  } catch (error) {
    if (['permission_denied', 'invalid_token', 'expired_token'].includes(reasonOf(error) ?? '')) return false
    throw error
  }
}

/** E-mail address and password: what is missing is asked for. @param known address of whoever has signed in */
export async function credentials(
  context: Context<OfPerson>,
  known: string | undefined,
): Promise<{ email: string; password: string }> {
  const { io, options } = context
  if (options.password !== undefined && options.password !== '-') {
    throw new UsageError('a password on the command line is seen by others: give "--password -"')
  }
  const otherwise = 'this needs your password: give --email and "--password -", and the password on standard input'
  const email = options.email ?? known ?? (await ask(io, { question: 'E-mail: ', otherwise }))
  const password =
    options.password === '-'
      ? await readStdin(io)
      : await ask(io, { question: `Password of ${email}: `, otherwise, unseen: true })
  return { email, password }
}

/** Of the user to whom the token at hand belongs. */
async function knownEmail({ server, pm }: Context): Promise<string | undefined> {
  if (!server.token) return undefined
  return await pm.account.getCurrentUser({}).then(
    ({ user }) => user?.email,
    () => undefined,
  )
}
