import { X } from 'lucide-react'
import type { FilterChip } from '../../model/filter-chips.ts'
import { text } from '../../text/text.ts'
import styles from './filter-chips.module.css'

interface FilterChipsProps {
  chips: readonly FilterChip[]
  onRemove: (names: FilterChip['names']) => void
}

/** Filters in words; a click takes one away. */
export const FilterChips = ({ chips, onRemove }: FilterChipsProps) =>
  chips.map(({ names, label }) => (
    <button
      key={names.join()}
      type="button"
      className={styles.chip}
      onClick={() => onRemove(names)}
      aria-label={text.calls.remove(label)}
    >
      <bdi className={styles.text} title={label}>
        {label}
      </bdi>
      <X size={14} aria-hidden="true" />
    </button>
  ))
