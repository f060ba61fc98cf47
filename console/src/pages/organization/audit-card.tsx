import { useSearch } from '@tanstack/react-router'
import { AuditTable } from '../../design/audit-table/audit-table.tsx'
import { Card } from '../../design/card/card.tsx'
import { FailureNotice, Notice } from '../../design/notice/notice.tsx'
import page from '../../design/page/page.module.css'
import { Pager } from '../../design/pager/pager.tsx'
import { Skeleton } from '../../design/skeleton/skeleton.tsx'
import { useAuditEntries } from '../../rpc/audit.ts'
import { failureOf } from '../../rpc/failure.ts'
import { text } from '../../text/text.ts'

/** Who changed what in the organization. */
export function AuditCard({ organizationId }: { organizationId: string }) {
  const { page: token = '' } = useSearch({ strict: false })
  const { data, error, refetch } = useAuditEntries(organizationId, token)
  return (
    <Card title={text.audit.title}>
      <p className={page.hint}>{text.audit.hint}</p>
      {error && !data ? (
        <FailureNotice failure={failureOf(error)} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton rows={5} rowHeight={40} />
      ) : data.entries.length === 0 ? (
        <Notice title={text.audit.none} />
      ) : (
        <AuditTable entries={data.entries} isFlush />
      )}
      <Pager search={{}} page={token} nextPage={data?.nextPage} />
    </Card>
  )
}
