import { v7 as uuidv7 } from 'uuid'
import { hashPassword, isForeignHash, isPassword } from '../../auth/password-hash.ts'
import { hashSecret, newSecret } from '../../auth/secret-token.ts'
import { DomainError } from '../../domain/values/errors.ts'
import { lockUser } from '../../storage/access/locks.ts'
import { inTransaction } from '../../storage/engine/transaction.ts'
import { SignIn } from '../../storage/entities/sign-in.ts'
import { User } from '../../storage/entities/user.ts'
import { channels } from '../../telemetry/channels.ts'
import type { ServiceContext } from '../context.ts'
import { audit } from './audit.ts'
import type { CallerContext } from './caller-context.ts'
import { lookedUpEmail } from './emails.ts'
import { checkNewPassword, checkPresentedPassword } from './passwords.ts'
import { SignInLimit } from './sign-in-limit.ts'

/** Validity of a sign-in, ms: a week. */
const VALIDITY_MS = 7 * 24 * 60 * 60 * 1000

export interface SignedIn {
  user: User
  /** Only its holder has it. */
  token: string
  expiresAt: Date
}

export interface SignInInput {
  email: string
  password: string
  /** Of the client. */
  address: string
  receivedAt: Date
}

/**
 * Checks e-mail address and password and gives a token.
 * @throws DomainError missing_parameters, invalid_parameters; rate_limited; invalid_credentials, whatever of the two is wrong
 */
export async function signIn(context: ServiceContext, input: SignInInput): Promise<SignedIn> {
  const email = lookedUpEmail(input.email)
  checkPresentedPassword('password', input.password)
  const now = input.receivedAt
  const limit = new SignInLimit(context, { email, address: input.address })
  await limit.begin(now)
  const user = await context.em().findOne(User, { email, isActive: true })
  if (!(await isPassword(input.password, user?.passwordHash ?? (await nobodysHash()))) || !user) {
    throw wrongCredentials()
  }
  await limit.succeed()
  const rehashed = isForeignHash(user.passwordHash) ? await hashPassword(input.password) : undefined
  const token = newSecret('signIn')
  const expiresAt = new Date(now.getTime() + VALIDITY_MS)
  const signedIn = await inTransaction(context.em(), async em => {
    await lockUser(em, user.id)
    const found = await em.findOneOrFail(User, { id: user.id })
    // Changed, or the user shut out, while this one was checked: what ends all sign-ins ends this one, too.
    if (found.passwordHash !== user.passwordHash || !found.isActive) throw wrongCredentials()
    em.create(SignIn, { id: uuidv7(), user: user.id, tokenHash: hashSecret(token), createdAt: now, expiresAt })
    found.lastSignInAt = now
    // Another password may have been set meanwhile.
    if (rehashed && found.passwordHash === user.passwordHash) found.passwordHash = rehashed
    return found
  })
  return { user: signedIn, token, expiresAt }
}

function wrongCredentials(): DomainError {
  if (channels.signInFailure.hasSubscribers) channels.signInFailure.publish({})
  return new DomainError('invalid_credentials', 'E-mail address or password is wrong')
}

/** To be compared with where there is no such user, so that the answer takes as long as with one. */
const nobodysHash = (): Promise<string> => {
  nobody ??= hashPassword(newSecret('signIn'))
  return nobody
}
let nobody: Promise<string> | undefined

/** Ends the sign-in that the call came with, on every server. */
export async function signOut({ caller, services }: CallerContext): Promise<void> {
  if (caller.credential.kind !== 'sign_in') return
  await services.em().nativeDelete(SignIn, { id: caller.credential.id })
}

/**
 * Changes the caller's password and ends all other sign-ins of the user.
 * @throws DomainError missing_parameters, invalid_parameters, invalid_credentials, rate_limited
 */
export async function changePassword(
  context: CallerContext,
  input: { currentPassword: string; newPassword: string; address: string },
): Promise<void> {
  const { caller, services, now } = context
  checkPresentedPassword('current_password', input.currentPassword)
  checkNewPassword('new_password', input.newPassword)
  const user = await services.em().findOneOrFail(User, { id: caller.userId as string })
  const limit = new SignInLimit(services, { email: user.email, address: input.address })
  await limit.begin(now)
  if (!(await isPassword(input.currentPassword, user.passwordHash))) {
    throw new DomainError('invalid_credentials', 'The current password is wrong')
  }
  await limit.succeed()
  const passwordHash = await hashPassword(input.newPassword)
  await inTransaction(services.em(), async em => {
    await lockUser(em, user.id)
    const found = await em.findOneOrFail(User, { id: user.id })
    found.passwordHash = passwordHash
    found.passwordGenerated = false
    const current = caller.credential.kind === 'sign_in' ? caller.credential.id : user.id
    await em.nativeDelete(SignIn, { user: user.id, id: { $ne: current } })
    audit(em, context, { action: 'change_password', subjectId: user.id })
  })
}
