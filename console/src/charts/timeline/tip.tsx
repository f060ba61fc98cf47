import { describeHit } from '../../model/timeline/describe.ts'
import type { Hit } from '../../model/timeline/layout.ts'
import type { Timeline } from '../../model/timeline/timeline.ts'
import styles from './timeline.module.css'

interface TipProps {
  tip: { hit: Hit; x: number; y: number }
  timeline: Timeline
  scrollTop: number
  width: number
}

const TIP_WIDTH = 260

/** What lies under the pointer. */
export function Tip({ tip: { hit, x, y }, timeline, scrollTop, width }: TipProps) {
  const { title, detail } = describeHit(hit, timeline)
  const left = Math.max(0, Math.min(x + 12, width - TIP_WIDTH))
  return (
    <div className={styles.tip} style={{ left, top: scrollTop + y + 16, maxWidth: TIP_WIDTH }}>
      <bdi className={styles.tipTitle}>{title}</bdi>
      <div className={styles.tipDetail}>{detail}</div>
    </div>
  )
}
