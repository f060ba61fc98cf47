import type { Quality } from '../../model/call.ts'
import { text } from '../../text/text.ts'
import styles from './marks.module.css'

/** Shape of each quality: told apart without colour. */
const shapes: Record<Quality, React.ReactNode> = {
  good: <circle cx="6" cy="6" r="5" className={styles.good} />,
  fair: (
    <>
      <circle cx="6" cy="6" r="4.75" className={styles.fairRing} />
      <path d="M6 1.25a4.75 4.75 0 0 0 0 9.5z" className={styles.fairHalf} />
    </>
  ),
  poor: <path d="M6 0.5 11.5 6 6 11.5 0.5 6z" className={styles.poor} />,
  bad: <path d="M6 0.75 11.6 11H0.4z" className={styles.bad} />,
  unjudged: <circle cx="6" cy="6" r="4.25" className={styles.unjudged} />,
}

interface QualityMarkProps {
  quality: Quality
  /** Words stand beside the icon, unless something else says them. */
  hasWord?: boolean
}

export function QualityMark({ quality, hasWord = true }: QualityMarkProps) {
  return (
    <span className={styles.mark}>
      <svg viewBox="0 0 12 12" className={styles.icon} aria-hidden="true">
        {shapes[quality]}
      </svg>
      <span className={hasWord ? styles.word : 'visually-hidden'}>{text.quality[quality]}</span>
    </span>
  )
}
