import { Link } from '@tanstack/react-router'
import { Button } from '../../design/button/button.tsx'
import { ActionsCell, Table } from '../../design/table/table.tsx'
import { Foreign } from '../../design/text/foreign.tsx'
import { Moment } from '../../design/time/moment.tsx'
import type { User } from '../../rpc/users.ts'
import { text } from '../../text/text.ts'

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
    <Table
      label={text.admin.users}
      columns={[
        { label: columns.email },
        { label: columns.name },
        { label: columns.organizations },
        { label: columns.state },
        { label: columns.lastSignIn },
        undefined,
      ]}
    >
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
          <td>{user.lastSignInAt === undefined ? text.account.never : <Moment at={user.lastSignInAt} now={now} />}</td>
          <ActionsCell>
            {user.email !== ownEmail && (
              <>
                <Button look="quiet" disabled={isBusy} onClick={() => onChange(user, { superuser: !user.isSuperuser })}>
                  {user.isSuperuser ? text.admin.makeOrdinary : text.admin.makeSuperuser}
                </Button>
                <Button look="quiet" disabled={isBusy} onClick={() => onChange(user, { active: !user.isActive })}>
                  {user.isActive ? text.admin.deactivate : text.admin.activate}
                </Button>
              </>
            )}
          </ActionsCell>
        </tr>
      ))}
    </Table>
  )
}

const stateOf = ({ isActive, isSuperuser }: User): string =>
  isActive ? (isSuperuser ? text.shell.superuser : text.admin.active) : text.admin.inactive
