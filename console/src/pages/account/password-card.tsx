import { Card } from '../../design/card/card.tsx'
import page from '../../design/page/page.module.css'
import { PasswordForm } from '../../design/password-form/password-form.tsx'
import { useChangePassword } from '../../rpc/account.ts'
import { failureText } from '../../rpc/failure.ts'
import { text } from '../../text/text.ts'

/** Another password; other sign-ins end with the old one. */
export function PasswordCard({ isGenerated }: { isGenerated: boolean }) {
  const { mutate, isPending, isSuccess, error } = useChangePassword()
  return (
    <Card title={text.account.password}>
      {isGenerated && <p className={page.hint}>{text.account.generatedPassword}</p>}
      <PasswordForm
        isBusy={isPending}
        failure={failureText(error)}
        isDone={isSuccess}
        onChange={(passwords, onSuccess) => mutate(passwords, { onSuccess })}
      />
    </Card>
  )
}
