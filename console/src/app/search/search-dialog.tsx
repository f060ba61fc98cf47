import { Dialog as Base } from '@base-ui/react/dialog'
import dialog from '../../design/dialog/dialog.module.css'
import { text } from '../../text/text.ts'
import styles from './search-dialog.module.css'
import { SearchField } from './search-field.tsx'

/** One field over calls, participants, apps, organizations and commands. */
export function SearchDialog({ onClose }: { onClose: () => void }) {
  return (
    <Base.Root open onOpenChange={open => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={dialog.backdrop} />
        <Base.Popup className={`${dialog.popup} ${styles.popup}`} aria-label={text.search.title}>
          <SearchField onClose={onClose} />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
