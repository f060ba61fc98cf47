import { useState } from 'react'
import field from '../../design/field/field.module.css'
import { Field, Form } from '../../design/form/form.tsx'
import { Select } from '../../design/select/select.tsx'
import { failureText } from '../../rpc/failure.ts'
import { type TokenScope, tokenScopes, useCreateToken } from '../../rpc/tokens.ts'
import { text } from '../../text/text.ts'

const DAY = 24 * 60 * 60 * 1000
const lifetimes = [
  { value: '30', label: text.account.lifetimes[30] },
  { value: '90', label: text.account.lifetimes[90] },
  { value: '365', label: text.account.lifetimes[365] },
  { value: '0', label: text.account.lifetimes[0] },
]

/** Makes a token. @param onSecret told the secret, which is not shown again */
export function NewToken({ onSecret }: { onSecret: (secret: string) => void }) {
  const [name, setName] = useState('')
  const [scope, setScope] = useState<TokenScope>('read')
  const [days, setDays] = useState('90')
  const { create, isPending, error } = useCreateToken()
  const submit = () =>
    create(name.trim(), scope, days === '0' ? undefined : Date.now() + Number(days) * DAY, secret => {
      setName('')
      onSecret(secret)
    })
  return (
    <Form
      action={text.account.createToken}
      isReady={name.trim() !== ''}
      isBusy={isPending}
      failure={failureText(error)}
      onSubmit={submit}
    >
      <Field label={text.account.tokenName} hint={text.account.tokenNameHint}>
        <input className={field.input} value={name} maxLength={64} onChange={event => setName(event.target.value)} />
      </Field>
      <div>
        <Select
          label={text.account.columns.scopes}
          value={scope}
          options={tokenScopes.map(value => ({ value, label: text.account.scopes[value] }))}
          onChange={value => setScope(value as TokenScope)}
        />{' '}
        <Select label={text.account.columns.expires} value={days} options={lifetimes} onChange={setDays} />
      </div>
    </Form>
  )
}
