import { text } from '../../text/text.ts'
import styles from './marks.module.css'

export const LiveBadge = () => (
  <span className={styles.live}>
    <span className={styles.dot} />
    {text.calls.live}
  </span>
)
