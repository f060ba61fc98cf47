import { Download } from 'lucide-react'
import { Button } from '../../../design/button/button.tsx'
import field from '../../../design/field/field.module.css'
import { useTypedText } from '../../../design/field/use-typed-text.ts'
import { Select } from '../../../design/select/select.tsx'
import { type CallView, eventCategories } from '../../../model/call-view.ts'
import { counted } from '../../../model/plural.ts'
import { text } from '../../../text/text.ts'
import type { ChangeView } from '../call-page.tsx'
import styles from './events-panel.module.css'

const ANY = 'any'

const options = [
  { value: ANY, label: text.events.categories.any },
  ...eventCategories.map(value => ({ value, label: text.events.categories[value] })),
]

interface EventsFiltersProps {
  view: CallView
  /** Names of events that occur. */
  types: readonly string[]
  shown: number
  isPartial: boolean
  onDownload: () => void
  onChange: ChangeView
}

export function EventsFilters({ view, types, shown, isPartial, onDownload, onChange }: EventsFiltersProps) {
  const [words, setWords] = useTypedText(view.q ?? '', q => onChange({ q: q || undefined }, 'replace'))
  return (
    <search className={styles.filters}>
      <input
        className={`${field.input} ${styles.words}`}
        type="search"
        aria-label={text.events.filter}
        placeholder={text.events.filter}
        value={words}
        onChange={event => setWords(event.target.value)}
      />
      <Select
        label={text.events.category}
        value={view.category ?? ANY}
        options={options}
        isSet={view.category !== undefined}
        onChange={value => onChange({ category: eventCategories.find(known => known === value) })}
      />
      <Select
        label={text.events.type}
        value={view.type ?? ANY}
        options={[{ value: ANY, label: text.events.anyType }, ...types.map(type => ({ value: type, label: type }))]}
        isSet={view.type !== undefined}
        onChange={value => onChange({ type: value === ANY ? undefined : value })}
      />
      <p className={styles.note} role="status">
        {isPartial ? text.events.partial(counted(shown, text.nouns.event)) : counted(shown, text.nouns.event)},{' '}
        {text.events.withoutStats}
      </p>
      <span className={styles.download}>
        <Button look="quiet" icon={<Download size={14} />} disabled={shown === 0} onClick={onDownload}>
          {text.events.download}
        </Button>
      </span>
    </search>
  )
}
