import { Eye, EyeOff } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { Button } from '../../design/button/button.tsx'
import field from '../../design/field/field.module.css'
import { useSignIn } from '../../rpc/account.ts'
import { failureOf } from '../../rpc/failure.ts'
import { text } from '../../text/text.ts'
import styles from './sign-in-form.module.css'
import { useCountdown } from './use-countdown.ts'

interface SignInFormProps {
  /** Filled in already. */
  email?: string
  onSignedIn: (email: string) => void
}

export function SignInForm({ email: knownEmail = '', onSignedIn }: SignInFormProps) {
  const [email, setEmail] = useState(knownEmail)
  const [password, setPassword] = useState('')
  const [isShown, setShown] = useState(false)
  const [hasCapsLock, setCapsLock] = useState(false)
  const signIn = useSignIn()
  const failure = signIn.error ? failureOf(signIn.error) : undefined
  const wait = useCountdown(failure?.code === 'rate_limited' ? (failure.retryAfterSeconds ?? 60) : 0, signIn.error)
  const submit = () =>
    signIn.mutate({ email, password, setCookie: true }, { onSuccess: ({ user }) => onSignedIn(user?.email ?? email) })
  const noteCapsLock = (event: KeyboardEvent) => setCapsLock(event.getModifierState('CapsLock'))
  return (
    <form
      className={styles.form}
      onSubmit={event => {
        event.preventDefault()
        if (!signIn.isPending && wait === 0) submit()
      }}
    >
      <label className={field.field}>
        <span className={field.label}>{text.signIn.email}</span>
        <input
          className={field.input}
          type="email"
          name="email"
          autoComplete="username"
          required
          // biome-ignore lint/a11y/noAutofocus: signing in is all that the page is for
          autoFocus={knownEmail === ''}
          value={email}
          onChange={event => setEmail(event.target.value)}
        />
      </label>
      <div className={field.field}>
        <label className={field.label} htmlFor="password">
          {text.signIn.password}
        </label>
        <div className={field.row}>
          <input
            id="password"
            className={field.input}
            type={isShown ? 'text' : 'password'}
            name="password"
            autoComplete="current-password"
            required
            value={password}
            onChange={event => setPassword(event.target.value)}
            onKeyUp={noteCapsLock}
          />
          <span className={field.inside}>
            <Button
              look="quiet"
              icon={isShown ? <EyeOff size={16} /> : <Eye size={16} />}
              aria-label={isShown ? text.signIn.hide : text.signIn.show}
              onClick={() => setShown(!isShown)}
            />
          </span>
        </div>
        {hasCapsLock && <p className={field.hint}>{text.signIn.capsLock}</p>}
      </div>
      <p className={styles.error} role="alert">
        {wait > 0 ? text.signIn.limited(wait) : failure && messageOf(failure)}
      </p>
      <Button look="primary" type="submit" disabled={signIn.isPending || wait > 0}>
        {signIn.isPending ? text.signIn.submitting : text.signIn.submit}
      </Button>
    </form>
  )
}

function messageOf({ code, message }: { code: string; message: string }): string {
  if (code === 'rate_limited') return ''
  return code === 'invalid_credentials' ? text.signIn.wrong : message
}
