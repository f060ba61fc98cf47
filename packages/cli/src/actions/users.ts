import { pages, rowPages } from '@peermetrics/client'
import { UserSchema } from '@peermetrics/client/admin/v1'
import type { CommonOptions, Context, ListOptions } from '../context.ts'
import { Refusal, UsageError } from '../failures.ts'
import { ask, type Confirmation, confirm, readStdin } from '../input/ask.ts'
import { messageListing } from '../output/listing.ts'
import { escapeControlCharacters } from '../output/terminal-text.ts'
import { timeText, yesNo } from '../output/values.ts'

const userListing = messageListing(UserSchema, {
  columns: [
    { title: 'E-MAIL', text: ({ email }) => email, atLeast: 16 },
    { title: 'NAME', text: ({ name }) => name },
    { title: 'SUPERUSER', text: ({ superuser }) => yesNo(superuser) },
    { title: 'ACTIVE', text: ({ active }) => yesNo(active) },
    {
      title: 'ORGANIZATIONS',
      text: user => user.memberships.map(({ organizationName }) => organizationName).join(', '),
    },
    { title: 'LAST SIGN-IN', text: ({ lastSignInTime }) => timeText(lastSignInTime) },
    { title: 'ID', text: ({ id }) => id },
  ],
  leaveOut: ['LAST SIGN-IN', 'ORGANIZATIONS', 'NAME', 'SUPERUSER', 'ACTIVE', 'ID'],
  id: ({ id }) => id,
})

export async function listUsers({ pm, options: { limit }, print }: Context<ListOptions>): Promise<void> {
  await print.rows(userListing, rowPages(pm.users.listUsers, {}, limit === undefined ? {} : { limit }))
}

interface NewUser extends CommonOptions {
  name?: string
  superuser?: boolean
  password?: string
}

export async function createUser(context: Context<NewUser>, email = ''): Promise<void> {
  const { pm, options, print } = context
  const { name = '', superuser = false } = options
  const password = options.curl ? '' : await newPassword(context)
  const { user } = await pm.users.createUser({ email, name, superuser, password })
  await print.all(userListing, user ? [user] : [])
}

/** From standard input when it is wanted so, else from the person. */
async function newPassword({ io, options }: Context<CommonOptions & { password?: string }>): Promise<string> {
  if (options.password !== undefined) return await passwordFromStdin(io, options.password)
  const otherwise = 'a user needs a password: give "--password -" and the password on standard input'
  return await ask(io, { question: 'Password: ', otherwise, unseen: true })
}

export async function passwordFromStdin(io: Context['io'], given: string): Promise<string> {
  if (given !== '-') throw new UsageError('a password on the command line is seen by others: give "--password -"')
  return await readStdin(io)
}

interface UserChanges extends CommonOptions {
  email?: string
  name?: string
  superuser?: boolean
  active?: boolean
  password?: string
}

export async function updateUser(context: Context<UserChanges>, given = ''): Promise<void> {
  const { pm, io, options, print } = context
  const { email, name, superuser, active, password } = options
  const changes = {
    ...(email === undefined ? {} : { email }),
    ...(name === undefined ? {} : { name }),
    ...(superuser === undefined ? {} : { superuser }),
    ...(active === undefined ? {} : { active }),
    ...(password === undefined ? {} : { password: await passwordFromStdin(io, password) }),
  }
  if (Object.keys(changes).length === 0) throw new UsageError('nothing to change: give at least one option')
  const userId = await userIdOf(context, given)
  const { user } = await pm.users.updateUser({ userId, ...changes })
  await print.all(userListing, user ? [user] : [])
}

export async function deactivateUser(context: Context<CommonOptions & Confirmation>, given = ''): Promise<void> {
  const { pm, io, options, print } = context
  const userId = await userIdOf(context, given)
  await confirm(io, options, `Shut ${escapeControlCharacters(given)} out?`)
  await pm.users.deactivateUser({ userId })
  await print.result({ userId }, { text: 'Deactivated.' })
}

async function userIdOf({ pm, options }: Context, given: string): Promise<string> {
  if (!given.includes('@')) return given
  for await (const user of pages(pm.users.listUsers, {})) {
    if (user.email.toLowerCase() === given.toLowerCase()) return user.id
  }
  if (options.curl) return ''
  throw new Refusal('user_not_found', `there is no user ${given}`)
}
