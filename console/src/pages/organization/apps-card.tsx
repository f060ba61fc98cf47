import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Card } from '../../design/card/card.tsx'
import field from '../../design/field/field.module.css'
import { Field, Form } from '../../design/form/form.tsx'
import { FailureNotice } from '../../design/notice/notice.tsx'
import { Skeleton } from '../../design/skeleton/skeleton.tsx'
import type { Rights } from '../../model/access/roles.ts'
import { useCreateApp } from '../../rpc/app-settings.ts'
import { failureOf, failureText } from '../../rpc/failure.ts'
import { useOrganizationApps } from '../../rpc/organizations.ts'
import { text } from '../../text/text.ts'
import styles from './organization-page.module.css'

/** Apps of the organization, and a new one. */
export function AppsCard({ organizationId, rights }: { organizationId: string; rights: Rights }) {
  const { data: apps, error, refetch } = useOrganizationApps(organizationId)
  const [name, setName] = useState('')
  const create = useCreateApp()
  const submit = () => create.mutate({ organizationId, name: name.trim() }, { onSuccess: () => setName('') })
  return (
    <Card title={text.organization.apps}>
      {error && !apps ? (
        <FailureNotice failure={failureOf(error)} onRetry={() => void refetch()} />
      ) : !apps ? (
        <Skeleton rows={2} rowHeight={40} />
      ) : (
        <ul className={styles.apps}>
          {apps.map(app => (
            <li key={app.id} className={styles.app}>
              <Link to="/apps/$appId" params={{ appId: app.id }} className={styles.appName}>
                <bdi>{app.name}</bdi>
              </Link>
              <Link to="/apps/$appId/calls" params={{ appId: app.id }}>
                {text.calls.title}
              </Link>
              <Link to="/apps/$appId/settings" params={{ appId: app.id }}>
                {text.settings.title}
              </Link>
            </li>
          ))}
        </ul>
      )}
      {rights.canEdit && (
        <Form
          action={text.organization.createApp}
          isReady={name.trim() !== ''}
          isBusy={create.isPending}
          failure={failureText(create.error)}
          onSubmit={submit}
        >
          <Field label={text.organization.newApp}>
            <input
              className={field.input}
              value={name}
              maxLength={64}
              onChange={event => setName(event.target.value)}
            />
          </Field>
        </Form>
      )}
    </Card>
  )
}
