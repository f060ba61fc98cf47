import { useRef } from 'react'
import type { CallRow } from '../../model/call.ts'
import { counted } from '../../model/plural.ts'
import { text } from '../../text/text.ts'
import { Button } from '../button/button.tsx'
import { useKeys } from '../keys/use-keys.ts'
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
  const body = useRef<HTMLTableSectionElement>(null)
  useRowKeys(body)
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

/** j and k go through the rows; Enter opens one, as of any link. */
function useRowKeys(body: React.RefObject<HTMLTableSectionElement | null>): void {
  const move = (step: number) => {
    const links = [...(body.current?.querySelectorAll<HTMLAnchorElement>('a[data-row]') ?? [])]
    const index = links.indexOf(document.activeElement as HTMLAnchorElement)
    links[Math.min(Math.max(index + step, 0), links.length - 1)]?.focus()
  }
  useKeys({ j: () => move(1), k: () => move(-1) })
}
