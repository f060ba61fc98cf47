import { useState } from 'react'
import { Card } from '../../design/card/card.tsx'
import field from '../../design/field/field.module.css'
import { Field, Form } from '../../design/form/form.tsx'
import page from '../../design/page/page.module.css'
import { type AppSettings, useUpdateApp } from '../../rpc/app-settings.ts'
import { failureText } from '../../rpc/failure.ts'
import { text } from '../../text/text.ts'
import styles from './settings-page.module.css'

/** For how long calls are kept. */
export function RetentionCard({ app, canEdit }: { app: AppSettings; canEdit: boolean }) {
  const [days, setDays] = useState(app.retentionDays === 0 ? '' : String(app.retentionDays))
  const { mutate, isPending, error, isSuccess } = useUpdateApp()
  const retentionDays = days.trim() === '' ? 0 : Number(days)
  const isChanged = retentionDays !== app.retentionDays
  return (
    <Card title={text.settings.retention}>
      <p className={page.hint}>{text.settings.retentionHint}</p>
      <Form
        isReady={canEdit && isChanged}
        isBusy={isPending}
        failure={failureText(error)}
        done={isSuccess && !isChanged ? text.common.saved : undefined}
        onSubmit={() => mutate({ appId: app.id, retentionDays })}
      >
        <Field label={text.settings.retentionDays}>
          <span className={styles.number}>
            <input
              className={field.input}
              type="number"
              min={1}
              max={3650}
              step={1}
              placeholder={text.settings.forGood}
              value={days}
              disabled={!canEdit}
              onChange={event => setDays(event.target.value)}
            />
            {text.settings.days}
          </span>
        </Field>
      </Form>
    </Card>
  )
}
