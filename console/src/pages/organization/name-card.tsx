import { useState } from 'react'
import { Card } from '../../design/card/card.tsx'
import field from '../../design/field/field.module.css'
import { Field, Form } from '../../design/form/form.tsx'
import { failureText } from '../../rpc/failure.ts'
import { useRenameOrganization } from '../../rpc/organizations.ts'
import { text } from '../../text/text.ts'

/** What the organization is called. */
export function NameCard({ organization }: { organization: { id: string; name: string } }) {
  const [name, setName] = useState(organization.name)
  const { mutate, isPending, isSuccess, error } = useRenameOrganization()
  const isChanged = name.trim() !== organization.name
  return (
    <Card title={text.organization.name}>
      <Form
        isReady={isChanged && name.trim() !== ''}
        isBusy={isPending}
        failure={failureText(error)}
        done={isSuccess && !isChanged ? text.common.saved : undefined}
        onSubmit={() => mutate({ organizationId: organization.id, name: name.trim() })}
      >
        <Field label={text.organization.name}>
          <input className={field.input} value={name} maxLength={64} onChange={event => setName(event.target.value)} />
        </Field>
      </Form>
    </Card>
  )
}
