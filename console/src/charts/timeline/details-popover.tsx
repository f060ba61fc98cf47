import { Popover } from '@base-ui/react/popover'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../../design/button/button.tsx'
import { text } from '../../text/text.ts'
import styles from './details-popover.module.css'

interface DetailsPopoverProps {
  /** What it is about. */
  title: string
  /** Where it stands beside, in the viewport. */
  anchor: () => DOMRect
  onClose: () => void
  children: ReactNode
}

/** Details of what was picked, beside it. */
export const DetailsPopover = ({ title, anchor, onClose, children }: DetailsPopoverProps) => (
  <Popover.Root open onOpenChange={isOpen => !isOpen && onClose()}>
    <Popover.Portal>
      <Popover.Positioner anchor={{ getBoundingClientRect: anchor }} side="bottom" align="start" sideOffset={6}>
        <Popover.Popup className={styles.popup}>
          <div className={styles.head}>
            <Popover.Title className={styles.title}>
              <bdi>{title}</bdi>
            </Popover.Title>
            <Button look="quiet" icon={<X size={14} />} aria-label={text.timeline.close} onClick={onClose} />
          </div>
          {children}
        </Popover.Popup>
      </Popover.Positioner>
    </Popover.Portal>
  </Popover.Root>
)
