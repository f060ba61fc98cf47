import page from '../../design/page/page.module.css'
import { Skeleton } from '../../design/skeleton/skeleton.tsx'
import { useTitle } from '../../design/title/use-title.ts'
import { useCurrentUser } from '../../rpc/account.ts'
import { text } from '../../text/text.ts'
import { NameCard } from './name-card.tsx'
import { PasswordCard } from './password-card.tsx'
import { SignInsCard } from './sign-ins-card.tsx'
import { TokensCard } from './tokens-card.tsx'

/** The caller's own account. */
export function AccountPage() {
  const { data: user } = useCurrentUser()
  useTitle(text.account.title)
  if (!user) return <Skeleton rows={6} />
  return (
    <div className={page.page}>
      <div>
        <h1>{text.account.title}</h1>
        <p className={page.hint}>{user.email}</p>
      </div>
      <NameCard name={user.name} />
      <PasswordCard isGenerated={user.isPasswordGenerated} />
      <SignInsCard />
      <TokensCard />
    </div>
  )
}
