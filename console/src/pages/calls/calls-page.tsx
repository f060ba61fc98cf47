import { useParams, useSearch } from '@tanstack/react-router'
import { CallsTable } from '../../design/calls-table/calls-table.tsx'
import { FailureNotice } from '../../design/notice/notice.tsx'
import { useNow } from '../../design/now/use-now.ts'
import { Pager } from '../../design/pager/pager.tsx'
import { Skeleton } from '../../design/skeleton/skeleton.tsx'
import { useTitle } from '../../design/title/use-title.ts'
import { changeCallsView, readCallsView } from '../../model/calls-view.ts'
import { totalText } from '../../model/total.ts'
import { useCalls } from '../../rpc/calls.ts'
import { failureOf } from '../../rpc/failure.ts'
import { text } from '../../text/text.ts'
import { CallsFilters } from './calls-filters.tsx'
import styles from './calls-page.module.css'
import { NoCalls } from './no-calls.tsx'
import { useSteadyRows } from './use-steady-rows.ts'

/** Calls of an app, or of all that the caller sees. */
export function CallsPage() {
  const { appId } = useParams({ strict: false })
  const view = readCallsView(useSearch({ strict: false }))
  const now = useNow(60_000)
  const { data, error, isPlaceholderData, refetch } = useCalls(appId, view, now)
  const { rows, newCount, showNew } = useSteadyRows(data?.rows, isPlaceholderData, JSON.stringify([appId, view]))
  useTitle(text.calls.title)
  return (
    <>
      <div className={styles.head}>
        <h1>{appId ? text.calls.title : text.calls.allTitle}</h1>
        <p className={styles.total} role="status">
          {data?.total === undefined ? '' : totalText(data.total, text.nouns.call)}
        </p>
      </div>
      <CallsFilters appId={appId} view={view} />
      <div className={styles.body} aria-busy={isPlaceholderData}>
        {error && !data ? (
          <FailureNotice failure={failureOf(error)} onRetry={() => void refetch()} />
        ) : !rows ? (
          <Skeleton rows={12} />
        ) : rows.length === 0 ? (
          <NoCalls appId={appId} view={view} />
        ) : (
          <CallsTable rows={rows} now={now} newCount={newCount} onShowNew={showNew} />
        )}
      </div>
      <div className={styles.pager}>
        {rows && (
          <Pager
            search={changeCallsView(view, {})}
            page={view.page}
            nextPage={data?.nextPage}
            isOldestFirst={view.sort === 'oldest'}
          />
        )}
      </div>
    </>
  )
}
