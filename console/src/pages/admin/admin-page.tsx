import { Link, Outlet } from '@tanstack/react-router'
import { Notice } from '../../design/notice/notice.tsx'
import { useCurrentUser } from '../../rpc/account.ts'
import { text } from '../../text/text.ts'
import styles from './admin-page.module.css'

/** Operation of the server, for superusers. */
export function AdminPage() {
  const { data: user } = useCurrentUser()
  if (user && !user.isSuperuser) return <Notice title={text.errors.denied}>{text.admin.superusersOnly}</Notice>
  const active = { className: styles.active }
  return (
    <div className={styles.page}>
      <nav className={styles.navigation} aria-label={text.admin.title}>
        <Link to="/admin/organizations" className={styles.link} activeProps={active}>
          {text.admin.organizations}
        </Link>
        <Link to="/admin/users" className={styles.link} activeProps={active}>
          {text.admin.users}
        </Link>
        <Link to="/admin/records" className={styles.link} activeProps={active}>
          {text.records.title}
        </Link>
        <Link to="/admin/jobs" className={styles.link} activeProps={active}>
          {text.admin.jobs}
        </Link>
        <Link to="/admin/server" className={styles.link} activeProps={active}>
          {text.admin.server}
        </Link>
        <Link to="/admin/audit" className={styles.link} activeProps={active}>
          {text.audit.title}
        </Link>
      </nav>
      <div className={styles.content}>
        <Outlet />
      </div>
    </div>
  )
}
