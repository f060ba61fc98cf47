import { hostname } from 'node:os'
import { toJson } from '@bufbuild/protobuf'
import { Code, ConnectError } from '@peermetrics/client'
import { ApiTokenScope, UserSchema } from '@peermetrics/client/admin/v1'
import type { Context } from '../context.ts'
import { UsageError } from '../failures.ts'
import { ask, readStdin } from '../input/ask.ts'
import { baseUrl, DEFAULT_URL, type Server, type ServerOptions } from '../remote/choose-server.ts'
import { DEFAULT_PROFILE, keepProfiles, type Profile, profileName, readProfiles } from '../remote/profiles.ts'
import { credentials, type OfPerson } from '../remote/signed-in.ts'
import { requireKnown, without } from './profiles.ts'

interface SignInOptions extends OfPerson, ServerOptions {
  admin?: boolean
}

/** Longest part of a machine's name in the name of its token. */
const MAX_HOST_LENGTH = 50

export async function signIn(context: Context<SignInOptions>): Promise<void> {
  const { io, options, print } = context
  const name = profileName(options.profile ?? (io.env['PEERMETRICS_PROFILE'] || DEFAULT_PROFILE))
  // One that is damaged is named before anybody types a password.
  const known = readProfiles(io.env)
  const url = baseUrl(options.url ?? (await askForUrl(context)))
  const given = options.token === '-' ? await readStdin(io) : options.token
  const profile = given === undefined ? await makeToken(context, url) : await withToken(context, url, given)
  const path = keepProfiles(io.env, { current: name, profiles: { ...known.profiles, [name]: profile } })
  const who = profile.email ?? 'the administrator of the server'
  const text = `Signed in to ${url} as ${who}. Kept in ${path}.`
  await print.result({ url, profile: name, email: profile.email ?? null }, { text })
}

async function askForUrl({ io }: Context): Promise<string> {
  const otherwise = 'say with --url which server to sign in to'
  return (await ask(io, { question: `Server [${DEFAULT_URL}]: `, otherwise })).trim() || DEFAULT_URL
}

/** Keeps a token that is good. */
async function withToken(context: Context, url: string, token: string): Promise<Profile> {
  if (!/^[\x21-\x7e]+$/.test(token))
    throw new UsageError('this is no token: it is empty, or has a blank or a line break')
  const email = await emailOf(context, { url, token })
  return { url, token, ...(email === undefined ? {} : { email }) }
}

/** Makes an API token of a person who signs in for that. */
async function makeToken(context: Context<SignInOptions>, url: string): Promise<Profile> {
  const { email, password } = await credentials(context, undefined)
  const { token: session, user } = await context.connect({ url, token: undefined }).account.signIn({ email, password })
  const pm = context.connect({ url, token: session })
  try {
    const scopes = [ApiTokenScope.READ, ApiTokenScope.WRITE, ...(context.options.admin ? [ApiTokenScope.ADMIN] : [])]
    const name = `CLI on ${hostname().slice(0, MAX_HOST_LENGTH) || 'a machine'}`
    const { secret, apiToken } = await pm.apiTokens.createApiToken({ name, scopes })
    return { url, token: secret, tokenId: apiToken?.id ?? '', email: user?.email ?? email }
  } finally {
    await pm.account.signOut({})
  }
}

/** Of the user to whom a token belongs; undefined for the token of the server's configuration. */
async function emailOf(context: Context, server: Server): Promise<string | undefined> {
  try {
    return (await context.connect(server).account.getCurrentUser({})).user?.email
  } catch (error) {
    if (ConnectError.from(error).code === Code.NotFound) return undefined
    throw error
  }
}

export async function signOut(context: Context<ServerOptions>): Promise<void> {
  const { io, options, print } = context
  const known = readProfiles(io.env)
  const name = options.profile ?? known.current
  const profile = known.profiles[name]
  if (options.profile !== undefined) requireKnown(known, name)
  if (!profile) {
    await print.result({ profile: null }, { text: 'Nobody was signed in.' })
    return
  }
  const { url, token, tokenId } = profile
  // Forgotten in any case: a server that is gone cannot be asked.
  keepProfiles(io.env, without(known, name))
  if (!tokenId) {
    const text = `Signed out of ${url}. The token stays valid until it expires or is revoked.`
    await print.result({ profile: name, revoked: false }, { text })
    return
  }
  await context.connect({ url, token }).apiTokens.revokeApiToken({ apiTokenId: tokenId })
  await print.result({ profile: name, revoked: true }, { text: `Signed out of ${url}; its token is revoked.` })
}

export async function whoAmI(context: Context): Promise<void> {
  const { pm, print, server } = context
  const { url } = server
  try {
    const { user } = await pm.account.getCurrentUser({})
    if (!user) return
    const roles = user.memberships.map(({ organizationName }) => organizationName)
    const what = user.superuser ? 'superuser' : roles.length > 0 ? `member of ${roles.join(', ')}` : 'member of nothing'
    await print.result(
      { url, user: toJson(UserSchema, user) },
      { text: `${user.email} at ${url}: ${what}`, quiet: user.email },
    )
  } catch (error) {
    if (ConnectError.from(error).code !== Code.NotFound) throw error
    await print.result({ url, user: null }, { text: `The administrator of the server at ${url}` })
  }
}
