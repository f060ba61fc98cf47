import type { CallRow } from '../../model/call.ts'
import { counted } from '../../model/plural.ts'
import { text } from '../../text/text.ts'
import { Button } from '../button/button.tsx'
import { useRowKeys } from '../keys/use-row-keys.ts'
import styles from './calls-table.module.css'
import { CallsTableRow } from './calls-table-row.tsx'

interface CallsTableProps {
  rows: CallRow[]
  now: number
  newCount: number
  onShowNew: () => void
}

const { columns } = text.calls
const heads = [
  [columns.quality, styles.quality],
  [columns.call, styles.call],
  [columns.people, styles.people],
  [columns.started, styles.started],
  [columns.duration, styles.number],
  [columns.reason, styles.reason],
  [columns.issues, styles.issues],
] as const

export function CallsTable({ rows, now, newCount, onShowNew }: CallsTableProps) {
  const body = useRowKeys()
  return (
    <>
      <div role="status" className={styles.news}>
        {newCount > 0 && (
          <Button onClick={onShowNew}>{text.calls.newCalls(counted(newCount, text.nouns.newCall))}</Button>
        )}
      </div>
      <table className={styles.table}>
        <thead>
          <tr>
            {heads.map(([label, className]) => (
              <th key={label} scope="col" className={className}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {rows.map(row => (
            <CallsTableRow key={row.call.id} row={row} now={now} />
          ))}
        </tbody>
      </table>
    </>
  )
}
