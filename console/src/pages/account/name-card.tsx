import { useState } from 'react'
import { Card } from '../../design/card/card.tsx'
import field from '../../design/field/field.module.css'
import { Field, Form } from '../../design/form/form.tsx'
import { useUpdateAccount } from '../../rpc/account.ts'
import { failureText } from '../../rpc/failure.ts'
import { text } from '../../text/text.ts'

/** What the caller is called. */
export function NameCard({ name: known }: { name: string }) {
  const [name, setName] = useState(known)
  const { mutate, isPending, isSuccess, error } = useUpdateAccount()
  const isChanged = name.trim() !== known
  return (
    <Card title={text.account.profile}>
      <Form
        isReady={isChanged}
        isBusy={isPending}
        failure={failureText(error)}
        done={isSuccess && !isChanged ? text.common.saved : undefined}
        onSubmit={() => mutate({ name: name.trim() })}
      >
        <Field label={text.account.name} hint={text.account.nameHint}>
          <input
            className={field.input}
            value={name}
            maxLength={64}
            autoComplete="name"
            onChange={event => setName(event.target.value)}
          />
        </Field>
      </Form>
    </Card>
  )
}
