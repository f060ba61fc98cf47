import type { EntityManager } from '@mikro-orm/postgresql'
import { v7 as uuidv7 } from 'uuid'
import { hashPassword } from '../../auth/password-hash.ts'
import { DomainError } from '../../domain/values/errors.ts'
import { parseUuid } from '../../domain/values/uuid.ts'
import { listUserRows } from '../../storage/access/account-lists.ts'
import { lockSuperusers, lockUser } from '../../storage/access/locks.ts'
import { isUniqueViolation } from '../../storage/engine/failures.ts'
import { inTransaction } from '../../storage/engine/transaction.ts'
import { SignIn } from '../../storage/entities/sign-in.ts'
import { User } from '../../storage/entities/user.ts'
import { audit } from '../access/audit.ts'
import type { CallerContext } from '../access/caller-context.ts'
import { newEmail } from '../access/emails.ts'
import { checkNewPassword } from '../access/passwords.ts'
import type { List } from '../query/lists.ts'
import { shortName } from './names.ts'

export interface NewUser {
  email: string
  name: string
  password: string
  isSuperuser: boolean
}

/** @throws DomainError missing_parameters, invalid_parameters, email_taken */
export async function createUser(context: CallerContext, input: NewUser): Promise<User> {
  const email = newEmail(input.email)
  const name = shortName(input.name)
  checkNewPassword('password', input.password)
  const passwordHash = await hashPassword(input.password)
  const { isSuperuser } = input
  const creation = inTransaction(context.services.em(), async em => {
    const user = em.create(User, {
      id: uuidv7(),
      email,
      name,
      passwordHash,
      passwordGenerated: false,
      isSuperuser,
      isActive: true,
      createdAt: context.now,
    })
    audit(em, context, { action: 'create_user', subjectId: user.id, data: { isSuperuser } })
    return user
  })
  return await orEmailTaken(creation)
}

/** All users, those who are shut out included. */
export const userList = ({ services }: CallerContext): List<User> => ({
  name: 'users',
  read: pageQuery => listUserRows(services.em(), pageQuery),
})

/** @throws DomainError user_not_found */
export const getUser = ({ services }: CallerContext, id: string): Promise<User> => findUser(services.em(), id)

/** Undefined leaves a field alone. */
export interface UserChanges {
  email?: string | undefined
  name?: string | undefined
  password?: string | undefined
  isSuperuser?: boolean | undefined
  isActive?: boolean | undefined
}

/**
 * Changes all fields that are given, or none. A new password, and deactivation, end all sign-ins of the user.
 * @throws DomainError user_not_found, missing_parameters, invalid_parameters, email_taken, last_superuser
 */
export async function updateUser(context: CallerContext, id: string, changes: UserChanges): Promise<User> {
  const email = changes.email === undefined ? undefined : newEmail(changes.email)
  const name = changes.name === undefined ? undefined : shortName(changes.name)
  if (changes.password !== undefined) checkNewPassword('password', changes.password)
  const passwordHash = changes.password === undefined ? undefined : await hashPassword(changes.password)
  const change = inTransaction(context.services.em(), async em => {
    const superusers = await lockSuperusers(em)
    const user = await findUser(em, id)
    await lockUser(em, user.id)
    const { isSuperuser = user.isSuperuser, isActive = user.isActive } = changes
    const losesOne = user.isSuperuser && user.isActive && !(isSuperuser && isActive)
    if (losesOne && superusers.every(each => each === user.id)) {
      throw new DomainError('last_superuser', 'The server would be left without a superuser who can sign in')
    }
    if (passwordHash !== undefined || !isActive) await em.nativeDelete(SignIn, { user: user.id })
    user.email = email ?? user.email
    user.name = name ?? user.name
    if (passwordHash !== undefined) {
      user.passwordHash = passwordHash
      user.passwordGenerated = false
    }
    user.isSuperuser = isSuperuser
    user.isActive = isActive
    const changed = Object.entries(changes).flatMap(([field, value]) => (value === undefined ? [] : [field]))
    audit(em, context, { action: 'update_user', subjectId: user.id, data: { changed, isSuperuser, isActive } })
    return user
  })
  return await orEmailTaken(change)
}

async function findUser(em: EntityManager, id: string): Promise<User> {
  const uuid = parseUuid(id)
  const user = uuid ? await em.findOne(User, { id: uuid }) : null
  if (!user) throw new DomainError('user_not_found')
  return user
}

/** The database has the last word on whose an e-mail address is. */
async function orEmailTaken(change: Promise<User>): Promise<User> {
  try {
    return await change
  } catch (error) {
    throw isUniqueViolation(error) ? new DomainError('email_taken') : error
  }
}
