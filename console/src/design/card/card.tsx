import type { ReactNode } from 'react'
import styles from './card.module.css'

interface CardProps {
  title: string
  /** Beside the title, quiet. */
  note?: ReactNode
  /** At the right of the title. */
  actions?: ReactNode
  /** px of what is inside; undefined: as high as it is. */
  height?: number
  className?: string | undefined
  children: ReactNode
}

/** A part of a page with a title. */
export const Card = ({ title, note, actions, height, className = '', children }: CardProps) => (
  <section className={`${styles.card} ${className}`} aria-label={title}>
    <div className={styles.head}>
      <h2 className={styles.title}>{title}</h2>
      {note && <span className={styles.note}>{note}</span>}
      {actions && <span className={styles.actions}>{actions}</span>}
    </div>
    <div className={styles.body} style={height === undefined ? undefined : { height }}>
      {children}
    </div>
  </section>
)
