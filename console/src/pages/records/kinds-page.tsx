import { Link } from '@tanstack/react-router'
import { FailureNotice } from '../../design/notice/notice.tsx'
import { Skeleton } from '../../design/skeleton/skeleton.tsx'
import { LinkedRow, NumberCell, rowLinkClass, Table } from '../../design/table/table.tsx'
import { useTitle } from '../../design/title/use-title.ts'
import { count } from '../../model/units.ts'
import { failureOf } from '../../rpc/failure.ts'
import { useRecordKinds } from '../../rpc/records.ts'
import { text } from '../../text/text.ts'
import { kindTitle } from './kind-title.ts'
import styles from './records.module.css'

/** Kinds of records with how many there are. */
export function KindsPage() {
  useTitle(text.records.title)
  const { data: kinds, error, refetch } = useRecordKinds()
  return (
    <>
      <div>
        <h1>{text.records.title}</h1>
        <p className={styles.hint}>{text.records.hint}</p>
      </div>
      {error && !kinds ? (
        <FailureNotice failure={failureOf(error)} onRetry={() => void refetch()} />
      ) : !kinds ? (
        <Skeleton rows={11} rowHeight={40} />
      ) : (
        <Table
          label={text.records.title}
          columns={[{ label: text.records.kind }, { label: text.records.rows, isNumber: true }]}
        >
          {kinds.map(({ name, rowEstimate }) => (
            <LinkedRow key={name}>
              <th scope="row">
                <Link to="/admin/records/$kind" params={{ kind: name }} className={rowLinkClass}>
                  {kindTitle(name)}
                </Link>
              </th>
              <NumberCell>{rowEstimate === undefined ? text.records.notCounted : count(rowEstimate)}</NumberCell>
            </LinkedRow>
          ))}
        </Table>
      )}
    </>
  )
}
