import { Link, Outlet, useLocation, useNavigate } from '@tanstack/react-router'
import { Notice } from '../../design/notice/notice.tsx'
import { Select } from '../../design/select/select.tsx'
import { useCurrentUser } from '../../rpc/account.ts'
import { text } from '../../text/text.ts'
import styles from './admin-page.module.css'

const sections = [
  { to: '/admin/organizations', label: text.admin.organizations },
  { to: '/admin/users', label: text.admin.users },
  { to: '/admin/records', label: text.records.title },
  { to: '/admin/jobs', label: text.admin.jobs },
  { to: '/admin/server', label: text.admin.server },
  { to: '/admin/audit', label: text.audit.title },
] as const

/** Operation of the server, for superusers. */
export function AdminPage() {
  const { data: user } = useCurrentUser()
  const navigate = useNavigate()
  const { pathname } = useLocation()
  if (user && !user.isSuperuser) return <Notice title={text.errors.denied}>{text.admin.superusersOnly}</Notice>
  const current = sections.find(({ to }) => pathname.startsWith(to)) ?? sections[0]
  return (
    <div className={styles.page}>
      <nav aria-label={text.admin.title}>
        <div className={styles.links}>
          {sections.map(({ to, label }) => (
            <Link key={to} to={to} className={styles.link} activeProps={{ className: styles.active }}>
              {label}
            </Link>
          ))}
        </div>
        <div className={styles.select}>
          <Select
            label={text.admin.title}
            value={current.to}
            options={sections.map(({ to, label }) => ({ value: to, label }))}
            onChange={to => void navigate({ to })}
          />
        </div>
      </nav>
      <div className={styles.content}>
        <Outlet />
      </div>
    </div>
  )
}
