import { type ReactNode, useState } from 'react'
import { text } from '../../text/text.ts'
import { Button } from '../button/button.tsx'
import { Dialog } from '../dialog/dialog.tsx'
import field from '../field/field.module.css'
import styles from './confirm.module.css'

interface ConfirmProps {
  title: string
  /** What must be typed; undefined: a click is enough. */
  word?: string
  action: string
  isBusy: boolean
  failure?: string | undefined
  onConfirm: () => void
  onClose: () => void
  /** What will happen. */
  children: ReactNode
}

/** Asks before something that cannot be undone. */
export function Confirm({ title, word, action, isBusy, failure, onConfirm, onClose, children }: ConfirmProps) {
  const [typed, setTyped] = useState('')
  const isReady = word === undefined || typed.trim() === word
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={event => {
          event.preventDefault()
          if (isReady && !isBusy) onConfirm()
        }}
      >
        <div>{children}</div>
        {word !== undefined && (
          <label className={field.field}>
            <span className={field.label}>{text.common.typeToConfirm(word)}</span>
            <input
              className={field.input}
              value={typed}
              autoComplete="off"
              onChange={event => setTyped(event.target.value)}
            />
          </label>
        )}
        {failure && (
          <p role="alert" className={styles.failure}>
            {failure}
          </p>
        )}
        <div className={styles.foot}>
          <Button onClick={onClose}>{text.common.cancel}</Button>
          <Button look="danger" type="submit" disabled={!isReady || isBusy}>
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
