import { X } from 'lucide-react'
import { text } from '../../text/text.ts'
import styles from './filter-chip.module.css'

/** A filter in words; a click takes it away. */
export const FilterChip = ({ label, onRemove }: { label: string; onRemove: () => void }) => (
  <button type="button" className={styles.chip} onClick={onRemove} aria-label={text.calls.remove(label)}>
    <bdi className={styles.text} title={label}>
      {label}
    </bdi>
    <X size={14} aria-hidden="true" />
  </button>
)
