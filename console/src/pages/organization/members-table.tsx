import { Button } from '../../design/button/button.tsx'
import { Select } from '../../design/select/select.tsx'
import { Foreign } from '../../design/text/foreign.tsx'
import { type Role, roles } from '../../model/access/roles.ts'
import type { Member } from '../../rpc/organizations.ts'
import { text } from '../../text/text.ts'
import styles from './organization-page.module.css'

interface MembersTableProps {
  members: readonly Member[]
  ownEmail: string
  /** Undefined: not allowed. */
  onRole: ((userId: string, role: Role) => void) | undefined
  onRemove: ((member: Member) => void) | undefined
}

const roleOptions = roles.map(value => ({ value, label: text.organization.roles[value] }))

export const MembersTable = ({ members, ownEmail, onRole, onRemove }: MembersTableProps) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reached by keyboard
  <section className={styles.scroll} tabIndex={0} aria-label={text.organization.members}>
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{text.organization.columns.email}</th>
          <th scope="col">{text.organization.columns.name}</th>
          <th scope="col">{text.organization.columns.role}</th>
          <td />
        </tr>
      </thead>
      <tbody>
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
            <td>
              {onRemove && (
                <Button
                  look="quiet"
                  onClick={() => onRemove(member)}
                  aria-label={text.organization.removeName(member.email)}
                >
                  {text.organization.remove}
                </Button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)
