import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button } from '../../design/button/button.tsx'
import { FailureNotice, Notice } from '../../design/notice/notice.tsx'
import { Skeleton } from '../../design/skeleton/skeleton.tsx'
import { Foreign } from '../../design/text/foreign.tsx'
import { Moment } from '../../design/time/moment.tsx'
import { useTitle } from '../../design/title/use-title.ts'
import { useAuditEntries } from '../../rpc/audit.ts'
import { failureOf } from '../../rpc/failure.ts'
import { text } from '../../text/text.ts'
import styles from './admin-page.module.css'

const { columns } = text.admin

/** Who changed what. */
export function AuditPage() {
  useTitle(text.admin.audit)
  const { page = '' } = useSearch({ strict: false })
  const navigate = useNavigate()
  const { data, error, refetch } = useAuditEntries('', page)
  if (error && !data) return <FailureNotice failure={failureOf(error)} onRetry={() => void refetch()} />
  if (!data) return <Skeleton rows={8} />
  const now = Date.now()
  const { nextPage } = data
  return (
    <>
      <h1>{text.admin.audit}</h1>
      {data.entries.length === 0 ? (
        <Notice title={text.admin.noEntries} />
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reached by keyboard
        <section className={styles.scroll} tabIndex={0} aria-label={text.admin.audit}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{columns.when}</th>
                <th scope="col">{columns.who}</th>
                <th scope="col">{columns.credential}</th>
                <th scope="col">{columns.action}</th>
                <th scope="col">{columns.subject}</th>
                <th scope="col">{columns.details}</th>
              </tr>
            </thead>
            <tbody>
              {data.entries.map(entry => (
                <tr key={entry.id}>
                  <td>
                    <Moment at={entry.at} now={now} />
                  </td>
                  <td className={styles.cut}>
                    <Foreign>{entry.email}</Foreign>
                  </td>
                  <td>{text.admin.credentials[entry.credential]}</td>
                  <td>{entry.action}</td>
                  <td>
                    <code>{entry.subjectId}</code>
                  </td>
                  <td className={styles.cut}>
                    <Foreign mono>{JSON.stringify(entry.data)}</Foreign>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {nextPage && (
        <div className={styles.actions}>
          <Button onClick={() => void navigate({ to: '.', search: { page: nextPage } })}>{text.calls.next}</Button>
        </div>
      )}
    </>
  )
}
