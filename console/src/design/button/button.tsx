import type { ButtonHTMLAttributes, ReactNode } from 'react'
import styles from './button.module.css'

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: 'primary' | 'plain' | 'quiet' | 'danger'
  /** Before the words. */
  icon?: ReactNode
}

export function Button({ look = 'plain', icon, children, className = '', ...rest }: ButtonProps) {
  const shape = children === undefined ? styles.square : ''
  return (
    <button type="button" className={`${styles.button} ${styles[look]} ${shape} ${className}`} {...rest}>
      {icon}
      {children}
    </button>
  )
}

/** Looks of a button for what is a link. */
export const buttonClass = (look: 'primary' | 'plain' | 'quiet' = 'plain'): string => `${styles.button} ${styles[look]}`
