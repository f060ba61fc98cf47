import { useState } from 'react'
import { Card } from '../../design/card/card.tsx'
import field from '../../design/field/field.module.css'
import { Field, Form } from '../../design/form/form.tsx'
import { type AppSettings, useUpdateApp } from '../../rpc/app-settings.ts'
import { failureText } from '../../rpc/failure.ts'
import { text } from '../../text/text.ts'
import styles from './settings-page.module.css'

/** Name, origin, interval and recording. */
export function GeneralCard({ app, canEdit }: { app: AppSettings; canEdit: boolean }) {
  const [name, setName] = useState(app.name)
  const [domain, setDomain] = useState(app.domain)
  const [seconds, setSeconds] = useState(String(app.statsIntervalMs / 1000))
  const [isRecording, setRecording] = useState(app.isRecording)
  const { mutate, isPending, error, isSuccess } = useUpdateApp()
  const statsIntervalMs = Math.round(Number(seconds) * 1000)
  const isChanged =
    name !== app.name ||
    domain !== app.domain ||
    statsIntervalMs !== app.statsIntervalMs ||
    isRecording !== app.isRecording
  return (
    <Card title={text.settings.general}>
      <Form
        isReady={canEdit && isChanged && name.trim() !== ''}
        isBusy={isPending}
        failure={failureText(error)}
        done={isSuccess && !isChanged ? text.common.saved : undefined}
        onSubmit={() =>
          mutate({ appId: app.id, name: name.trim(), domain: domain.trim(), statsIntervalMs, recording: isRecording })
        }
      >
        <Field label={text.settings.name}>
          <input
            className={field.input}
            value={name}
            maxLength={64}
            required
            disabled={!canEdit}
            onChange={event => setName(event.target.value)}
          />
        </Field>
        <Field label={text.settings.domain} hint={text.settings.domainHint}>
          <input
            className={field.input}
            value={domain}
            placeholder={text.settings.anyDomain}
            disabled={!canEdit}
            onChange={event => setDomain(event.target.value)}
          />
        </Field>
        <Field label={text.settings.interval} hint={text.settings.intervalHint}>
          <span className={styles.number}>
            <input
              className={field.input}
              type="number"
              min={1}
              max={3600}
              step="any"
              value={seconds}
              disabled={!canEdit}
              onChange={event => setSeconds(event.target.value)}
            />
            {text.settings.seconds}
          </span>
        </Field>
        <label className={styles.check}>
          <input
            type="checkbox"
            checked={isRecording}
            disabled={!canEdit}
            onChange={event => setRecording(event.target.checked)}
          />
          <span>
            {text.settings.recording}
            <span className={field.hint}> {text.settings.recordingHint}</span>
          </span>
        </label>
      </Form>
    </Card>
  )
}
