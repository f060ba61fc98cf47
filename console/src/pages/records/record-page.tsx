import { Link, useParams, useSearch } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import { buttonClass } from '../../design/button/button.tsx'
import { Card } from '../../design/card/card.tsx'
import { CopyButton } from '../../design/copy-button/copy-button.tsx'
import { FailureNotice, Notice } from '../../design/notice/notice.tsx'
import { Skeleton } from '../../design/skeleton/skeleton.tsx'
import { useTitle } from '../../design/title/use-title.ts'
import { type RecordKind, type References, recordJson, type StoredRecord } from '../../model/records/records.ts'
import { failureOf } from '../../rpc/failure.ts'
import { useRecord, useRecordKinds } from '../../rpc/records.ts'
import { text } from '../../text/text.ts'
import { kindTitle } from './kind-title.ts'
import { RecordActions } from './record-actions.tsx'
import { RecordFields } from './record-fields.tsx'
import { RecordReferences } from './record-references.tsx'
import styles from './records.module.css'

/** One stored thing: its fields, what it points to, and what points to it. */
export function RecordPage() {
  const { kind: kindName = '', recordId = '' } = useParams({ strict: false })
  const { conference } = useSearch({ strict: false })
  const kinds = useRecordKinds()
  const found = useRecord(kindName, recordId, conference)
  useTitle(`${kindTitle(kindName)} ${recordId}`)
  const error = kinds.error ?? found.error
  if (error && !(kinds.data && found.data)) {
    const failure = failureOf(error)
    if (failure.kind === 'notFound') return <Gone kind={kindName} />
    return <FailureNotice failure={failure} onRetry={() => void Promise.all([kinds.refetch(), found.refetch()])} />
  }
  if (!kinds.data || !found.data) return <Skeleton rows={10} rowHeight={40} />
  const kind = kinds.data.find(({ name }) => name === kindName)
  return kind ? <RecordContent kind={kind} {...found.data} /> : <Gone kind={kindName} />
}

const Gone = ({ kind }: { kind: string }) => (
  <Notice
    title={text.records.gone}
    action={
      <Link to="/admin/records/$kind" params={{ kind }} className={buttonClass()}>
        {kindTitle(kind)}
      </Link>
    }
  >
    {text.records.goneHint}
  </Notice>
)

interface RecordContentProps {
  kind: RecordKind
  record: StoredRecord
  references: readonly References[]
}

function RecordContent({ kind, record, references }: RecordContentProps) {
  const json = recordJson(record, kind)
  return (
    <>
      <div className={styles.head}>
        <nav className={styles.crumbs}>
          <Link to="/admin/records">{text.records.title}</Link>
          <ChevronRight size={14} aria-hidden="true" />
          <Link to="/admin/records/$kind" params={{ kind: kind.name }}>
            {kindTitle(kind.name)}
          </Link>
        </nav>
        <RecordActions kind={kind} record={record} />
      </div>
      <h1 className={styles.id}>{record.id}</h1>
      <div className={styles.columns}>
        <div className={styles.column}>
          <Card title={text.records.fields}>
            <RecordFields kind={kind} record={record} />
          </Card>
          <Card title={text.records.references}>
            <RecordReferences record={record} references={references} />
          </Card>
        </div>
        <Card title={text.records.json} actions={<CopyButton look="quiet" value={() => json} />}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
          <pre className={styles.json} tabIndex={0}>
            {json}
          </pre>
        </Card>
      </div>
    </>
  )
}
