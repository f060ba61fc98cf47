import { Link } from '@tanstack/react-router'
import { SeverityMark } from '../../design/marks/severity-mark.tsx'
import type { Bar } from '../../model/roll-ups/charts.ts'
import { count, share } from '../../model/units.ts'
import styles from './bar-list.module.css'

interface BarListProps {
  appId: string
  name: string
  bars: readonly Bar[]
  /** What the shares are of. */
  total: number
}

/** A ranking: each row is a link, with its share as a bar behind it. */
export const BarList = ({ appId, name, bars, total }: BarListProps) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
  <section className={styles.frame} tabIndex={0} aria-label={name}>
    <ol className={styles.list}>
      {bars.map(({ key, label, value, severity, view }) => (
        <li key={key}>
          <Link to="/apps/$appId/calls" params={{ appId }} search={view} preload={false} className={styles.row}>
            <span className={styles.bar} style={{ width: `${(100 * value) / Math.max(total, 1)}%` }} />
            {severity && <SeverityMark severity={severity} />}
            <bdi className={styles.label} title={label}>
              {label}
            </bdi>
            <span className={styles.value}>{count(value)}</span>
            <span className={styles.share}>{share(value / Math.max(total, 1))}</span>
          </Link>
        </li>
      ))}
    </ol>
  </section>
)
