import { useSearch } from '@tanstack/react-router'
import { CallsTable } from '../../design/calls-table/calls-table.tsx'
import { FailureNotice, Notice } from '../../design/notice/notice.tsx'
import { useNow } from '../../design/now/use-now.ts'
import { Pager } from '../../design/pager/pager.tsx'
import { Skeleton } from '../../design/skeleton/skeleton.tsx'
import { useCalls } from '../../rpc/calls.ts'
import { failureOf } from '../../rpc/failure.ts'
import { text } from '../../text/text.ts'
import styles from './participant-page.module.css'

/** Calls of a person, with how each was for this person. */
export function ParticipantCalls({ participantId }: { participantId: string }) {
  const { page } = useSearch({ strict: false })
  const now = useNow(60_000)
  const view = { participant: participantId, ...(page ? { page } : {}) }
  const { data, error, isPlaceholderData, refetch } = useCalls(undefined, view, now)
  return (
    <section aria-label={text.participant.calls}>
      <h2 className={styles.heading}>{text.participant.calls}</h2>
      <div className={styles.calls} aria-busy={isPlaceholderData}>
        {error && !data ? (
          <FailureNotice failure={failureOf(error)} onRetry={() => void refetch()} />
        ) : !data ? (
          <Skeleton rows={6} />
        ) : data.rows.length === 0 ? (
          <Notice title={text.participant.noCalls} />
        ) : (
          <CallsTable rows={data.rows} now={now} newCount={0} onShowNew={() => undefined} />
        )}
      </div>
      <Pager search={{}} page={page} nextPage={data?.nextPage} />
    </section>
  )
}
