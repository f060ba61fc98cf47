import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Button } from '../../design/button/button.tsx'
import { Card } from '../../design/card/card.tsx'
import { Confirm } from '../../design/confirm/confirm.tsx'
import { CopyButton } from '../../design/copy-button/copy-button.tsx'
import page from '../../design/page/page.module.css'
import { type AppSettings, useResetAppKey } from '../../rpc/app-settings.ts'
import { failureText } from '../../rpc/failure.ts'
import { text } from '../../text/text.ts'
import styles from './settings-page.module.css'

/** The key that pages report with. */
export function KeyCard({ app, canEdit }: { app: AppSettings; canEdit: boolean }) {
  const [isAsking, setAsking] = useState(false)
  const { mutate, isPending, error } = useResetAppKey()
  return (
    <Card title={text.settings.key}>
      <p className={page.hint}>
        {text.welcome.appHint}{' '}
        <Link to="/welcome" search={{ app: app.id }}>
          {text.settings.snippets}
        </Link>
      </p>
      <div className={styles.key}>
        <code className={styles.keyValue}>{app.apiKey}</code>
        <CopyButton value={() => app.apiKey} />
        {canEdit && <Button onClick={() => setAsking(true)}>{text.settings.resetKey}</Button>}
      </div>
      {isAsking && (
        <Confirm
          title={text.settings.resetKey}
          word={app.name}
          action={text.settings.resetKey}
          isBusy={isPending}
          failure={failureText(error)}
          onConfirm={() => mutate({ appId: app.id }, { onSuccess: () => setAsking(false) })}
          onClose={() => setAsking(false)}
        >
          {text.settings.resetKeyHint}
        </Confirm>
      )}
    </Card>
  )
}
