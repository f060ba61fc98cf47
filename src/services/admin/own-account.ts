import { DomainError } from '../../domain/values/errors.ts'
import { parseUuid } from '../../domain/values/uuid.ts'
import { listSignInRows } from '../../storage/access/account-lists.ts'
import { lockUser } from '../../storage/access/locks.ts'
import { inTransaction } from '../../storage/engine/transaction.ts'
import { SignIn } from '../../storage/entities/sign-in.ts'
import { User } from '../../storage/entities/user.ts'
import { audit } from '../access/audit.ts'
import { credentialId } from '../access/caller.ts'
import type { CallerContext } from '../access/caller-context.ts'
import type { List } from '../query/lists.ts'
import { shortName } from './names.ts'

/**
 * Changes the caller's own account.
 * @param changes undefined leaves a field alone
 * @throws DomainError invalid_parameters
 */
export async function updateAccount(context: CallerContext, changes: { name?: string | undefined }): Promise<User> {
  const name = changes.name === undefined ? undefined : shortName(changes.name)
  const id = context.caller.userId as string
  return await inTransaction(context.services.em(), async em => {
    await lockUser(em, id)
    const user = await em.findOneOrFail(User, { id })
    if (name === undefined || name === user.name) return user
    user.name = name
    audit(em, context, { action: 'update_account', subjectId: id, data: { changed: ['name'] } })
    return user
  })
}

/** A sign-in of the caller. */
export interface OwnSignIn {
  signIn: SignIn
  /** Whether the call came with it. */
  isCurrent: boolean
}

/** The caller's sign-ins that are valid. */
export const signInList = ({ caller, services, now }: CallerContext): List<OwnSignIn> => ({
  name: `sign-ins ${caller.userId}`,
  read: async pageQuery =>
    (await listSignInRows(services.em(), { userId: caller.userId as string, validAt: now }, pageQuery)).map(
      ({ value, cursor }) => ({ value: { signIn: value, isCurrent: value.id === credentialId(caller) }, cursor }),
    ),
})

/**
 * Ends a sign-in of the caller, on every server.
 * @throws DomainError sign_in_not_found
 */
export async function revokeSignIn(context: CallerContext, id: string): Promise<void> {
  const uuid = parseUuid(id)
  await inTransaction(context.services.em(), async em => {
    const ended = uuid ? await em.nativeDelete(SignIn, { id: uuid, user: context.caller.userId as string }) : 0
    if (ended === 0) throw new DomainError('sign_in_not_found')
    audit(em, context, { action: 'revoke_sign_in', subjectId: uuid ?? null })
  })
}
