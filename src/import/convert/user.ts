import { importedHash } from '../../auth/django-password.ts'
import type { Listing } from '../listing.ts'
import type { SourceUser } from '../source/rows.ts'

const NAME_LENGTH = 64
const EMAIL_LENGTH = 254

/** No password: nothing is the hash of it. */
const NO_PASSWORD = '!'

const addressForm = /^[^\s@]+@[^\s@]+$/

/** The row of a user. @param owners ids of users by their addresses in lower case; the user's is added */
export function convertUser(user: SourceUser, owners: Map<string, string>, listing: Listing): Record<string, unknown> {
  const email = addressOf(user, owners)
  owners.set(email, user.id)
  if (email !== user.email.trim().toLowerCase()) {
    listing.add('user who signs in with another e-mail address', `${user.username}: ${email}`)
  }
  const hash = importedHash(user.password)
  if (hash === null) listing.add('user without a usable password: a superuser must set one', email)
  return {
    id: user.id,
    email,
    name: [...nameOf(user)].slice(0, NAME_LENGTH).join(''),
    password_hash: hash ?? NO_PASSWORD,
    is_superuser: user.is_superuser,
    is_active: user.is_active,
    created_at: user.date_joined,
    last_sign_in_at: user.last_login,
  }
}

/** Their own, or one made of the username, as the configured admin gets it. */
function addressOf({ id, email, username }: SourceUser, owners: ReadonlyMap<string, string>): string {
  const own = email.trim().toLowerCase()
  const name = username.toLowerCase()
  const choices = [...(addressForm.test(own) ? [own] : []), `${name}@localhost`, `${name}.${id.slice(0, 8)}@localhost`]
  const free = choices.find(choice => choice.length <= EMAIL_LENGTH && (owners.get(choice) ?? id) === id)
  return free ?? `${id}@localhost`
}

const nameOf = ({ first_name, last_name, username }: SourceUser): string =>
  [first_name, last_name].filter(Boolean).join(' ') || username

/** A user's place in an organization. */
interface Place {
  organization_id: string
  user_id: string
  role: 'owner' | 'member'
  created_at: string
}

/**
 * The memberships of users, who all could do everything in their organization: superusers own theirs, and of an
 * organization without one the active user who joined first.
 */
export function memberships(users: readonly SourceUser[]): Place[] {
  const byAge = [...users].sort((a, b) =>
    a.date_joined === b.date_joined ? 0 : a.date_joined < b.date_joined ? -1 : 1,
  )
  const owners = new Set<string>()
  for (const organization of new Set(byAge.map(user => user.organization_id))) {
    const people = byAge.filter(user => user.organization_id === organization)
    const superusers = people.filter(user => user.is_superuser)
    const first = people.find(user => user.is_active)
    for (const owner of superusers.length > 0 ? superusers : first ? [first] : []) owners.add(owner.id)
  }
  return byAge.flatMap(({ id, organization_id, date_joined }) =>
    organization_id === null
      ? []
      : [{ organization_id, user_id: id, role: owners.has(id) ? 'owner' : 'member', created_at: date_joined }],
  )
}
