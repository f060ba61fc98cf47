import { useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { FailureNotice } from '../../design/notice/notice.tsx'
import { Skeleton } from '../../design/skeleton/skeleton.tsx'
import { useTitle } from '../../design/title/use-title.ts'
import { useCurrentUser } from '../../rpc/account.ts'
import { useApps } from '../../rpc/apps.ts'
import { failureOf } from '../../rpc/failure.ts'
import { text } from '../../text/text.ts'
import { AppStep, NoApp } from './app-step.tsx'
import { FirstCall } from './first-call.tsx'
import { OwnPassword } from './own-password.tsx'
import { Snippets } from './snippets.tsx'
import styles from './welcome-page.module.css'

/** How to get the first call onto the screen: four steps, all visible. */
export function WelcomePage() {
  useTitle(text.welcome.title)
  const { app: wanted } = useSearch({ strict: false })
  const { data: user } = useCurrentUser()
  const { data: apps, error, refetch } = useApps()
  if (error && !apps) return <FailureNotice failure={failureOf(error)} onRetry={() => void refetch()} />
  if (!apps || !user) return <Skeleton rows={6} />
  const app = apps.find(({ id }) => id === wanted) ?? apps[0]
  return (
    <div className={styles.page}>
      <h1>{text.welcome.title}</h1>
      <p className={styles.lead}>{text.welcome.lead}</p>
      <ol className={styles.steps}>
        <Step title={text.account.password}>
          <OwnPassword isGenerated={user.isPasswordGenerated} />
        </Step>
        <Step title={text.welcome.app}>{app ? <AppStep app={app} apps={apps} /> : <NoApp user={user} />}</Step>
        <Step title={text.welcome.add}>
          {app ? <Snippets apiKey={app.apiKey} /> : <p className={styles.hint}>{text.welcome.needsApp}</p>}
        </Step>
        <Step title={text.welcome.first}>
          {app ? <FirstCall key={app.id} appId={app.id} /> : <p className={styles.hint}>{text.welcome.needsApp}</p>}
        </Step>
      </ol>
    </div>
  )
}

const Step = ({ title, children }: { title: string; children: ReactNode }) => (
  <li className={styles.step}>
    <h2>{title}</h2>
    {children}
  </li>
)
