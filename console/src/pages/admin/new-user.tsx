import { useState } from 'react'
import { Card } from '../../design/card/card.tsx'
import field from '../../design/field/field.module.css'
import { Field, Form } from '../../design/form/form.tsx'
import { failureText } from '../../rpc/failure.ts'
import { useCreateUser } from '../../rpc/users.ts'
import { text } from '../../text/text.ts'

/** Makes an account. */
export function NewUser() {
  const [email, setEmail] = useState('')
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const { mutate, isPending, error } = useCreateUser()
  const done = () => {
    setEmail('')
    setName('')
    setPassword('')
  }
  return (
    <Card title={text.admin.newUser}>
      <Form
        action={text.admin.create}
        isReady={email.trim() !== '' && password !== ''}
        isBusy={isPending}
        failure={failureText(error)}
        onSubmit={() => mutate({ email: email.trim(), name: name.trim(), password }, { onSuccess: done })}
      >
        <Field label={text.signIn.email}>
          <input className={field.input} type="email" value={email} onChange={event => setEmail(event.target.value)} />
        </Field>
        <Field label={text.organization.columns.name}>
          <input className={field.input} value={name} maxLength={64} onChange={event => setName(event.target.value)} />
        </Field>
        <Field label={text.signIn.password} hint={text.admin.passwordHint}>
          <input
            className={field.input}
            type="password"
            autoComplete="new-password"
            value={password}
            onChange={event => setPassword(event.target.value)}
          />
        </Field>
      </Form>
    </Card>
  )
}
