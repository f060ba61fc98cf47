import { Link, useParams, useSearch } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import { buttonClass } from '../../design/button/button.tsx'
import { FailureNotice, Notice } from '../../design/notice/notice.tsx'
import { Pager } from '../../design/pager/pager.tsx'
import { Skeleton } from '../../design/skeleton/skeleton.tsx'
import { useTitle } from '../../design/title/use-title.ts'
import { type RecordsView, readRecordsView, recordsSearch } from '../../model/records/record-addresses.ts'
import type { RecordKind } from '../../model/records/records.ts'
import { failureOf } from '../../rpc/failure.ts'
import { useRecordKinds, useRecords } from '../../rpc/records.ts'
import { text } from '../../text/text.ts'
import { kindTitle } from './kind-title.ts'
import styles from './records.module.css'
import { RecordsFilters } from './records-filters.tsx'
import { RecordsTable } from './records-table.tsx'

/** Records of a kind. */
export function RecordsPage() {
  const { kind: name = '' } = useParams({ strict: false })
  const search = useSearch({ strict: false })
  const { data: kinds, error, refetch } = useRecordKinds()
  useTitle(`${kindTitle(name)} · ${text.records.title}`)
  if (error && !kinds) return <FailureNotice failure={failureOf(error)} onRetry={() => void refetch()} />
  if (!kinds) return <Skeleton rows={12} rowHeight={40} />
  const kind = kinds.find(known => known.name === name)
  if (!kind) {
    const all = (
      <Link to="/admin/records" className={buttonClass()}>
        {text.records.allKinds}
      </Link>
    )
    return <Notice title={text.records.unknownKind} action={all} />
  }
  const filterable = kind.fields.filter(({ isFilterable }) => isFilterable).map(field => field.name)
  return <Records key={kind.name} kind={kind} view={readRecordsView(search, filterable)} />
}

function Records({ kind, view }: { kind: RecordKind; view: RecordsView }) {
  const needsCall = kind.name === 'event' && view.filters['conference_id'] === undefined
  const { data, error, refetch, isPlaceholderData } = useRecords(kind.name, view, !needsCall)
  return (
    <>
      <nav className={styles.crumbs}>
        <Link to="/admin/records">{text.records.title}</Link>
        <ChevronRight size={14} aria-hidden="true" />
        <h1 className={styles.crumbTitle}>{kindTitle(kind.name)}</h1>
      </nav>
      <RecordsFilters kind={kind} view={view} />
      <div className={styles.body} aria-busy={isPlaceholderData}>
        {needsCall ? (
          <NeedsCall />
        ) : error && !data ? (
          <FailureNotice failure={failureOf(error)} onRetry={() => void refetch()} />
        ) : !data ? (
          <Skeleton rows={12} rowHeight={40} />
        ) : data.records.length === 0 ? (
          <NoRecords view={view} />
        ) : (
          <RecordsTable kind={kind} records={data.records} />
        )}
      </div>
      <Pager
        search={recordsSearch(view)}
        page={view.page}
        nextPage={data?.nextPage}
        isOldestFirst={view.order === 'oldest'}
      />
    </>
  )
}

const NeedsCall = () => (
  <Notice
    title={text.records.needsCall}
    action={
      <Link to="/admin/records/$kind" params={{ kind: 'conference' }} className={buttonClass('primary')}>
        {text.records.chooseCall}
      </Link>
    }
  >
    {text.records.needsCallHint}
  </Notice>
)

function NoRecords({ view: { filters, order } }: { view: RecordsView }) {
  if (Object.keys(filters).length === 0) return <Notice title={text.records.none} />
  const clear = (
    <Link to="." search={recordsSearch({ filters: {}, order })} className={buttonClass()}>
      {text.records.clear}
    </Link>
  )
  return <Notice title={text.records.noneMatch} action={clear} />
}
