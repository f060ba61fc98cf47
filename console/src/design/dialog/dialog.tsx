import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { text } from '../../text/text.ts'
import styles from './dialog.module.css'

interface DialogProps {
  title: string
  /** Absent: it cannot be closed but by what it asks for. */
  onClose?: (() => void) | undefined
  children: ReactNode
}

export function Dialog({ title, onClose, children }: DialogProps) {
  return (
    <Base.Root open onOpenChange={open => !open && onClose?.()}>
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Popup className={styles.popup}>
          <div className={styles.head}>
            <Base.Title className={styles.title}>{title}</Base.Title>
            {onClose && (
              <Base.Close className={styles.close} aria-label={text.common.close}>
                <X size={16} />
              </Base.Close>
            )}
          </div>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
