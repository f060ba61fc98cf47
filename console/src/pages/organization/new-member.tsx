import { useState } from 'react'
import field from '../../design/field/field.module.css'
import { Field, Form } from '../../design/form/form.tsx'
import { Select } from '../../design/select/select.tsx'
import { type Role, roles } from '../../model/access/roles.ts'
import { failureText } from '../../rpc/failure.ts'
import { useAddMember } from '../../rpc/organizations.ts'
import { text } from '../../text/text.ts'

/** Adds somebody who has an account. */
export function NewMember({ organizationId }: { organizationId: string }) {
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Role>('viewer')
  const { add, isPending, error } = useAddMember(organizationId)
  return (
    <Form
      action={text.organization.add}
      isReady={email.trim() !== ''}
      isBusy={isPending}
      failure={failureText(error)}
      onSubmit={() => add(email.trim(), role, () => setEmail(''))}
    >
      <Field label={text.signIn.email} hint={text.organization.addHint}>
        <input className={field.input} type="email" value={email} onChange={event => setEmail(event.target.value)} />
      </Field>
      <div>
        <Select
          label={text.organization.columns.role}
          value={role}
          options={roles.map(value => ({ value, label: text.organization.roles[value] }))}
          onChange={value => setRole(value as Role)}
        />
      </div>
    </Form>
  )
}
