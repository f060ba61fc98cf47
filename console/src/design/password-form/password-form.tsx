import { useState } from 'react'
import { text } from '../../text/text.ts'
import field from '../field/field.module.css'
import { Field, Form } from '../form/form.tsx'

interface PasswordFormProps {
  isBusy: boolean
  failure: string | undefined
  isDone: boolean
  onChange: (passwords: { currentPassword: string; newPassword: string }, onSuccess: () => void) => void
}

/** The password that holds and that to come. */
export function PasswordForm({ isBusy, failure, isDone, onChange }: PasswordFormProps) {
  const [current, setCurrent] = useState('')
  const [wanted, setWanted] = useState('')
  const clear = () => {
    setCurrent('')
    setWanted('')
  }
  return (
    <Form
      action={text.account.changePassword}
      isReady={current !== '' && wanted !== ''}
      isBusy={isBusy}
      failure={failure}
      done={isDone && wanted === '' ? text.account.passwordChanged : undefined}
      onSubmit={() => onChange({ currentPassword: current, newPassword: wanted }, clear)}
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
          minLength={12}
          value={wanted}
          onChange={event => setWanted(event.target.value)}
        />
      </Field>
    </Form>
  )
}
