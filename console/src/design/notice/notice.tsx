import type { ReactNode } from 'react'
import { text } from '../../text/text.ts'
import { Button } from '../button/button.tsx'
import styles from './notice.module.css'

interface NoticeProps {
  title: string
  children?: ReactNode
  /** The one thing to do. */
  action?: ReactNode
}

/** Stands where there is nothing to show. */
export const Notice = ({ title, children, action }: NoticeProps) => (
  <div className={styles.notice}>
    <p className={styles.title}>{title}</p>
    {children && <div className={styles.body}>{children}</div>}
    {action && <div className={styles.action}>{action}</div>}
  </div>
)

interface FailureNoticeProps {
  failure: { message: string; code: string }
  onRetry?: () => void
}

/** Stands in a region whose data could not be loaded. */
export const FailureNotice = ({ failure, onRetry }: FailureNoticeProps) => (
  <div className={styles.notice} role="alert">
    <p className={styles.title}>{failure.message}</p>
    <div className={styles.body}>{text.common.code(failure.code)}</div>
    {onRetry && (
      <div className={styles.action}>
        <Button onClick={onRetry}>{text.common.retry}</Button>
      </div>
    )}
  </div>
)
