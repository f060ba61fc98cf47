import { useNavigate, useSearch } from '@tanstack/react-router'
import { CopyButton } from '../../design/copy-button/copy-button.tsx'
import { FailureNotice } from '../../design/notice/notice.tsx'
import { Select } from '../../design/select/select.tsx'
import { Skeleton } from '../../design/skeleton/skeleton.tsx'
import { useTitle } from '../../design/title/use-title.ts'
import { useApps } from '../../rpc/apps.ts'
import { failureOf } from '../../rpc/failure.ts'
import { text } from '../../text/text.ts'
import { FirstCall } from './first-call.tsx'
import { Snippets } from './snippets.tsx'
import styles from './welcome-page.module.css'

/** How to get the first call onto the screen. */
export function WelcomePage() {
  useTitle(text.welcome.title)
  const { app: wanted } = useSearch({ strict: false })
  const navigate = useNavigate()
  const { data: apps, error, refetch } = useApps()
  if (error && !apps) return <FailureNotice failure={failureOf(error)} onRetry={() => void refetch()} />
  if (!apps) return <Skeleton rows={6} />
  const app = apps.find(({ id }) => id === wanted) ?? apps[0]
  return (
    <div className={styles.page}>
      <h1>{text.welcome.title}</h1>
      <p className={styles.lead}>{app ? text.welcome.lead : text.welcome.noApp}</p>
      {app && (
        <ol className={styles.steps}>
          <li className={styles.step}>
            <h2>{text.welcome.app}</h2>
            <p className={styles.hint}>{text.welcome.appHint}</p>
            {apps.length > 1 && (
              <Select
                label={text.welcome.app}
                value={app.id}
                options={apps.map(({ id, name }) => ({ value: id, label: name }))}
                onChange={id => void navigate({ to: '.', search: { app: id }, replace: true })}
              />
            )}
            <div className={styles.key}>
              <span className={styles.keyLabel}>{text.welcome.key}</span>
              <code className={styles.keyValue}>{app.apiKey}</code>
              <CopyButton value={() => app.apiKey} />
            </div>
          </li>
          <li className={styles.step}>
            <h2>{text.welcome.add}</h2>
            <Snippets apiKey={app.apiKey} />
          </li>
          <li className={styles.step}>
            <h2>{text.welcome.first}</h2>
            <FirstCall key={app.id} appId={app.id} />
          </li>
        </ol>
      )}
    </div>
  )
}
