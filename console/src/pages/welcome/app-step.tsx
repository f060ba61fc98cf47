import { Link, useNavigate } from '@tanstack/react-router'
import { buttonClass } from '../../design/button/button.tsx'
import { CopyButton } from '../../design/copy-button/copy-button.tsx'
import { Select } from '../../design/select/select.tsx'
import { rightsIn } from '../../model/access/roles.ts'
import type { CurrentUser } from '../../rpc/account.ts'
import type { AppChoice } from '../../rpc/apps.ts'
import { text } from '../../text/text.ts'
import styles from './welcome-page.module.css'

/** The app that reports, and its key. */
export function AppStep({ app, apps }: { app: AppChoice; apps: readonly AppChoice[] }) {
  const navigate = useNavigate()
  return (
    <>
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
    </>
  )
}

/** Where an app is made, by those who may. */
export function NoApp({ user }: { user: CurrentUser }) {
  const own = user.memberships.find(({ organizationId }) => rightsIn(user, organizationId).canEdit)
  return (
    <>
      <p className={styles.hint}>{text.welcome.noApp}</p>
      {own ? (
        <Link
          to="/organization/$organizationId"
          params={{ organizationId: own.organizationId }}
          className={buttonClass('primary')}
        >
          {text.welcome.createApp}
        </Link>
      ) : user.isSuperuser ? (
        <Link to="/admin/organizations" className={buttonClass('primary')}>
          {text.admin.organizations}
        </Link>
      ) : (
        <p>{text.welcome.askOwner}</p>
      )}
    </>
  )
}
