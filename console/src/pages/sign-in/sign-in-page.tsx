import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { Brand } from '../../design/brand/brand.tsx'
import { rememberSignedIn } from '../../design/signed-in/signed-in-setting.ts'
import { useTitle } from '../../design/title/use-title.ts'
import { localAddress } from '../../model/local-address.ts'
import { isSignInTaken } from '../../rpc/account.ts'
import { noteSignedIn } from '../../rpc/signed-out.ts'
import { text } from '../../text/text.ts'
import { SignInForm } from './sign-in-form.tsx'
import styles from './sign-in-page.module.css'

export function SignInPage() {
  useTitle(text.signIn.title)
  const { next } = useSearch({ strict: false })
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const [isRefused, setRefused] = useState(false)
  const enter = async () => {
    queryClient.clear()
    noteSignedIn()
    rememberSignedIn(true)
    // A sign-in that the next call is refused with is of no use: better said here than in a loop.
    if (await isSignInTaken()) await navigate({ href: localAddress(next) })
    else setRefused(true)
  }
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <div className={styles.brand}>
          <Brand />
          {text.product}
        </div>
        <h1 className={styles.title}>{text.signIn.title}</h1>
        <SignInForm onSignedIn={() => void enter()} />
        {isRefused && (
          <p className={styles.refused} role="alert">
            {text.signIn.refusedAfter}
          </p>
        )}
      </div>
      <p className={styles.hint}>{text.signIn.firstPassword}</p>
    </main>
  )
}
