import { Button } from '../../design/button/button.tsx'
import { Select } from '../../design/select/select.tsx'
import { ActionsCell, Table } from '../../design/table/table.tsx'
import { Foreign } from '../../design/text/foreign.tsx'
import { type Role, roles } from '../../model/access/roles.ts'
import type { Member } from '../../rpc/organizations.ts'
import { text } from '../../text/text.ts'

interface MembersTableProps {
  members: readonly Member[]
  ownEmail: string
  /** Undefined: not allowed. */
  onRole: ((userId: string, role: Role) => void) | undefined
  onRemove: ((member: Member) => void) | undefined
}

const roleOptions = roles.map(value => ({ value, label: text.organization.roles[value] }))

export const MembersTable = ({ members, ownEmail, onRole, onRemove }: MembersTableProps) => (
  <Table
    label={text.organization.members}
    columns={[
      { label: text.organization.columns.email },
      { label: text.organization.columns.name },
      { label: text.organization.columns.role },
      undefined,
    ]}
    isFlush
  >
    {members.map(member => (
      <tr key={member.userId}>
        <th scope="row">
          <Foreign>{member.email}</Foreign>
        </th>
        <td>
          <Foreign>{member.name}</Foreign>
        </td>
        <td>
          {onRole && member.email !== ownEmail ? (
            <Select
              label={text.organization.roleOf(member.email)}
              value={member.role}
              options={roleOptions}
              onChange={role => onRole(member.userId, role as Role)}
            />
          ) : (
            text.organization.roles[member.role]
          )}
        </td>
        <ActionsCell>
          {onRemove && (
            <Button
              look="quiet"
              onClick={() => onRemove(member)}
              aria-label={text.organization.removeName(member.email)}
            >
              {text.organization.remove}
            </Button>
          )}
        </ActionsCell>
      </tr>
    ))}
  </Table>
)
