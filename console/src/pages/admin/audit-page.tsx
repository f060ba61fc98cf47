import { useSearch } from '@tanstack/react-router'
import { AuditTable } from '../../design/audit-table/audit-table.tsx'
import { FailureNotice, Notice } from '../../design/notice/notice.tsx'
import { Pager } from '../../design/pager/pager.tsx'
import { Skeleton } from '../../design/skeleton/skeleton.tsx'
import { useTitle } from '../../design/title/use-title.ts'
import { useAuditEntries } from '../../rpc/audit.ts'
import { failureOf } from '../../rpc/failure.ts'
import { text } from '../../text/text.ts'

/** Who changed what on this server. */
export function AuditPage() {
  useTitle(text.audit.title)
  const { page = '' } = useSearch({ strict: false })
  const { data, error, refetch } = useAuditEntries('', page)
  return (
    <>
      <h1>{text.audit.title}</h1>
      {error && !data ? (
        <FailureNotice failure={failureOf(error)} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton rows={8} rowHeight={40} />
      ) : data.entries.length === 0 ? (
        <Notice title={text.audit.none} />
      ) : (
        <AuditTable entries={data.entries} />
      )}
      <Pager search={{}} page={page} nextPage={data?.nextPage} />
    </>
  )
}
