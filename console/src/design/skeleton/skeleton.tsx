import { text } from '../../text/text.ts'
import styles from './skeleton.module.css'

interface SkeletonProps {
  rows?: number
  /** px */
  rowHeight?: number
}

/** Lines where data will be; appear after 150 ms. */
export function Skeleton({ rows = 1, rowHeight = 44 }: SkeletonProps) {
  return (
    <div className={styles.skeleton} role="status">
      <span className="visually-hidden">{text.common.loading}</span>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are alike and never change places
        <div key={row} className={styles.row} style={{ height: rowHeight }}>
          <span className={styles.bar} style={{ width: `${widths[row % widths.length]}%` }} />
        </div>
      ))}
    </div>
  )
}

const widths = [62, 48, 71, 55, 66]
