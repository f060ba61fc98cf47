import type { ReactNode } from 'react'
import { text } from '../../text/text.ts'
import { Button } from '../button/button.tsx'
import styles from './form.module.css'

interface FormProps {
  /** As wide as there is room: for tables. */
  isWide?: boolean
  /** Of the button; "Save" by default. */
  action?: string
  /** Whether there is anything to send. */
  isReady: boolean
  isBusy: boolean
  /** Why it was not taken. */
  failure?: string | undefined
  /** Said after it was taken. */
  done?: string | undefined
  onSubmit: () => void
  children: ReactNode
}

/** Fields with the one button that sends them. What was typed stays when it is not taken. */
export const Form = ({
  isWide = false,
  action = text.common.save,
  isReady,
  isBusy,
  failure,
  done,
  onSubmit,
  children,
}: FormProps) => (
  <form
    className={isWide ? styles.wide : styles.form}
    onSubmit={event => {
      event.preventDefault()
      if (isReady && !isBusy) onSubmit()
    }}
  >
    {children}
    <div className={styles.foot}>
      <Button look="primary" type="submit" disabled={!isReady || isBusy}>
        {action}
      </Button>
      <span role="status" className={styles.done}>
        {!failure && done}
      </span>
      <span role="alert" className={styles.failure}>
        {failure}
      </span>
    </div>
  </form>
)

interface FieldProps {
  label: string
  hint?: string
  children: ReactNode
}

/** A labelled control. */
export const Field = ({ label, hint, children }: FieldProps) => (
  // biome-ignore lint/a11y/noLabelWithoutControl: the control is among the children
  <label className={styles.field}>
    <span className={styles.label}>{label}</span>
    {children}
    {hint && <span className={styles.hint}>{hint}</span>}
  </label>
)
