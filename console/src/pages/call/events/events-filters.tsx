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
  shown: number
  isPartial: boolean
  onChange: ChangeView
}

export function EventsFilters({ view, shown, isPartial, onChange }: EventsFiltersProps) {
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
      <p className={styles.note} role="status">
        {isPartial ? text.events.partial(counted(shown, text.nouns.event)) : counted(shown, text.nouns.event)},{' '}
        {text.events.withoutStats}
      </p>
    </search>
  )
}
