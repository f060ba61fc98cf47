import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Button } from '../../design/button/button.tsx'
import { Card } from '../../design/card/card.tsx'
import { Confirm } from '../../design/confirm/confirm.tsx'
import page from '../../design/page/page.module.css'
import { type AppSettings, useDeleteApp } from '../../rpc/app-settings.ts'
import { failureText } from '../../rpc/failure.ts'
import { text } from '../../text/text.ts'

/** The end of an app with all its calls. */
export function DeleteCard({ app }: { app: AppSettings }) {
  const [isAsking, setAsking] = useState(false)
  const { mutate, isPending, error } = useDeleteApp()
  const navigate = useNavigate()
  return (
    <Card title={text.settings.remove}>
      <p className={page.hint}>{text.settings.removeHint}</p>
      <Button look="danger" onClick={() => setAsking(true)}>
        {text.settings.remove}
      </Button>
      {isAsking && (
        <Confirm
          title={text.settings.remove}
          word={app.name}
          action={text.settings.remove}
          isBusy={isPending}
          failure={failureText(error)}
          onConfirm={() => mutate({ appId: app.id }, { onSuccess: () => void navigate({ to: '/calls' }) })}
          onClose={() => setAsking(false)}
        >
          {text.settings.removeHint}
        </Confirm>
      )}
    </Card>
  )
}
