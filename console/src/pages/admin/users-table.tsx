import { Link } from '@tanstack/react-router'
import { Button } from '../../design/button/button.tsx'
import { Foreign } from '../../design/text/foreign.tsx'
import { Moment } from '../../design/time/moment.tsx'
import type { User } from '../../rpc/users.ts'
import { text } from '../../text/text.ts'
import styles from './admin-page.module.css'

interface UsersTableProps {
  users: readonly User[]
  /** Nobody can lock out themselves. */
  ownEmail: string | undefined
  isBusy: boolean
  onChange: (user: User, change: { active?: boolean; superuser?: boolean }) => void
}

const { columns } = text.admin

export function UsersTable({ users, ownEmail, isBusy, onChange }: UsersTableProps) {
  const now = Date.now()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reached by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label={text.admin.users}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{columns.email}</th>
            <th scope="col">{columns.name}</th>
            <th scope="col">{columns.organizations}</th>
            <th scope="col">{columns.state}</th>
            <th scope="col">{columns.lastSignIn}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {users.map(user => (
            <tr key={user.id}>
              <th scope="row">
                <Foreign>{user.email}</Foreign>
              </th>
              <td>
                <Foreign>{user.name}</Foreign>
              </td>
              <td>
                {user.organizations.map(({ id, name }, index) => (
                  <span key={id}>
                    {index > 0 && ', '}
                    <Link to="/organization/$organizationId" params={{ organizationId: id }}>
                      <bdi>{name}</bdi>
                    </Link>
                  </span>
                ))}
              </td>
              <td>{stateOf(user)}</td>
              <td>
                {user.lastSignInAt === undefined ? text.account.never : <Moment at={user.lastSignInAt} now={now} />}
              </td>
              <td>
                {user.email !== ownEmail && (
                  <span className={styles.actions}>
                    <Button
                      look="quiet"
                      disabled={isBusy}
                      onClick={() => onChange(user, { superuser: !user.isSuperuser })}
                    >
                      {user.isSuperuser ? text.admin.makeOrdinary : text.admin.makeSuperuser}
                    </Button>
                    <Button look="quiet" disabled={isBusy} onClick={() => onChange(user, { active: !user.isActive })}>
                      {user.isActive ? text.admin.deactivate : text.admin.activate}
                    </Button>
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const stateOf = ({ isActive, isSuperuser }: User): string =>
  isActive ? (isSuperuser ? text.shell.superuser : text.admin.active) : text.admin.inactive
