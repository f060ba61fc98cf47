import { PasswordForm } from '../../design/password-form/password-form.tsx'
import { useChangePassword } from '../../rpc/account.ts'
import { failureText } from '../../rpc/failure.ts'
import { text } from '../../text/text.ts'
import { Done } from './done.tsx'
import styles from './welcome-page.module.css'

/** Asks for a password of one's own in place of the generated one. */
export function OwnPassword({ isGenerated }: { isGenerated: boolean }) {
  const { mutate, isPending, error } = useChangePassword()
  if (!isGenerated) return <Done>{text.welcome.passwordDone}</Done>
  return (
    <>
      <p className={styles.hint}>{text.account.generatedPassword}</p>
      <PasswordForm
        isBusy={isPending}
        failure={failureText(error)}
        isDone={false}
        onChange={(passwords, onSuccess) => mutate(passwords, { onSuccess })}
      />
    </>
  )
}
