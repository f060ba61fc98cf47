import { CircleX, TriangleAlert } from 'lucide-react'
import type { Severity } from '../../model/call.ts'
import { text } from '../../text/text.ts'
import styles from './marks.module.css'

interface SeverityMarkProps {
  severity: Severity
  word?: string
}

export function SeverityMark({ severity, word }: SeverityMarkProps) {
  const Icon = severity === 'error' ? CircleX : TriangleAlert
  return (
    <span className={styles.mark}>
      <Icon size={14} aria-hidden="true" className={styles[severity]} />
      <span className={word === undefined ? 'visually-hidden' : styles.plainWord}>
        {word ?? text.severity[severity]}
      </span>
    </span>
  )
}
