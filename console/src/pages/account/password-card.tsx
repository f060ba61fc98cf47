import { useState } from 'react'
import { Card } from '../../design/card/card.tsx'
import field from '../../design/field/field.module.css'
import { Field, Form } from '../../design/form/form.tsx'
import { useChangePassword } from '../../rpc/account.ts'
import { failureText } from '../../rpc/failure.ts'
import { text } from '../../text/text.ts'

/** Another password; other sign-ins end with the old one. */
export function PasswordCard() {
  const [current, setCurrent] = useState('')
  const [wanted, setWanted] = useState('')
  const { mutate, isPending, isSuccess, error } = useChangePassword()
  const done = () => {
    setCurrent('')
    setWanted('')
  }
  return (
    <Card title={text.account.password}>
      <Form
        action={text.account.changePassword}
        isReady={current !== '' && wanted !== ''}
        isBusy={isPending}
        failure={failureText(error)}
        done={isSuccess && wanted === '' ? text.account.passwordChanged : undefined}
        onSubmit={() => mutate({ currentPassword: current, newPassword: wanted }, { onSuccess: done })}
      >
        <Field label={text.account.currentPassword}>
          <input
            className={field.input}
            type="password"
            autoComplete="current-password"
            value={current}
            onChange={event => setCurrent(event.target.value)}
          />
        </Field>
        <Field label={text.account.newPassword} hint={text.account.newPasswordHint}>
          <input
            className={field.input}
            type="password"
            autoComplete="new-password"
            value={wanted}
            onChange={event => setWanted(event.target.value)}
          />
        </Field>
      </Form>
    </Card>
  )
}
