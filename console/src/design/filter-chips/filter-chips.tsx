import type { FilterChip as Filter } from '../../model/filter-chips.ts'
import { FilterChip } from './filter-chip.tsx'

interface FilterChipsProps {
  chips: readonly Filter[]
  onRemove: (names: Filter['names']) => void
}

/** The filters of a list. */
export const FilterChips = ({ chips, onRemove }: FilterChipsProps) =>
  chips.map(({ names, label }) => <FilterChip key={names.join()} label={label} onRemove={() => onRemove(names)} />)
