import { useQueryClient } from '@tanstack/react-query'
import { Dialog } from '../../design/dialog/dialog.tsx'
import { SignInForm } from '../../pages/sign-in/sign-in-form.tsx'
import { noteSignedIn } from '../../rpc/signed-out.ts'
import { text } from '../../text/text.ts'
import styles from './shell.module.css'

/** Asks to sign in again over the page, which stays as it is with everything typed into it. */
export function ExpiredSignIn({ email }: { email: string }) {
  const queryClient = useQueryClient()
  const goOn = async (newEmail: string) => {
    noteSignedIn()
    // Somebody else sees other things.
    if (newEmail === email) await queryClient.invalidateQueries()
    else await queryClient.resetQueries()
  }
  return (
    <Dialog title={text.signIn.expired}>
      <p className={styles.hint}>{text.signIn.expiredHint}</p>
      <SignInForm email={email} onSignedIn={signedIn => void goOn(signedIn)} />
    </Dialog>
  )
}
