import { CircleCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './welcome-page.module.css'

/** Says that a step is done; announced when it becomes so. */
export const Done = ({ children }: { children: ReactNode }) => (
  <div className={styles.status} role="status">
    <CircleCheck size={16} aria-hidden="true" className={styles.done} />
    <span className={styles.statusText}>{children}</span>
  </div>
)
