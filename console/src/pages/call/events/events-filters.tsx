import field from '../../../design/field/field.module.css'
import { useTypedText } from '../../../design/field/use-typed-text.ts'
import { Select } from '../../../design/select/select.tsx'
import type { Call, CallEvent, Connection } from '../../../model/call.ts'
import { type CallView, eventCategories } from '../../../model/call-view.ts'
import { connectionLabels, nameConnections } from '../../../model/connections/choose-connection.ts'
import { type EventFilter, eventTypes, MAX_TEXT } from '../../../model/filter-events.ts'
import { counted } from '../../../model/plural.ts'
import type { JudgedPerson } from '../../../model/quality-order.ts'
import { text } from '../../../text/text.ts'
import type { ChangeView } from '../change-view.ts'
import { DownloadEvents } from './download-events.tsx'
import styles from './events-panel.module.css'

const ANY = 'any'

const categories = [
  { value: ANY, label: text.events.categories.any },
  ...eventCategories.map(value => ({ value, label: text.events.categories[value] })),
]

interface EventsFiltersProps {
  call: Call
  filter: EventFilter
  connections: readonly Connection[]
  people: readonly JudgedPerson[]
  view: CallView
  /** Those that are loaded. */
  events: readonly CallEvent[]
  /** Whether there are more. */
  isPartial: boolean
  onChange: ChangeView
}

export function EventsFilters(props: EventsFiltersProps) {
  const { call, filter, connections, people, view, events, isPartial, onChange } = props
  const [words, setWords] = useTypedText(view.q ?? '', q => onChange({ q: q || undefined }, 'replace'))
  const named = connectionLabels(nameConnections(connections, people, view.who))
  const shown = counted(events.length, text.nouns.event)
  return (
    <search className={styles.filters}>
      <input
        className={`${field.input} ${styles.words}`}
        type="search"
        aria-label={text.events.filter}
        placeholder={text.events.filterHint}
        maxLength={MAX_TEXT}
        value={words}
        onChange={event => setWords(event.target.value)}
      />
      <Select
        label={text.events.category}
        value={view.category ?? ANY}
        options={categories}
        isSet={view.category !== undefined}
        onChange={value => onChange({ category: eventCategories.find(known => known === value) })}
      />
      <Select
        label={text.events.type}
        value={view.type ?? ANY}
        options={[
          { value: ANY, label: text.events.anyType },
          ...eventTypes(events, view.type).map(type => ({ value: type, label: type })),
        ]}
        isSet={view.type !== undefined}
        onChange={value => onChange({ type: value === ANY ? undefined : value })}
      />
      <Select
        label={text.connections.label}
        value={view.peer ?? ANY}
        options={[{ value: ANY, label: text.events.anyConnection }, ...named]}
        isSet={view.peer !== undefined}
        onChange={value => onChange({ peer: value === ANY ? undefined : value })}
      />
      <p className={styles.note} role="status">
        {isPartial ? text.events.partial(shown) : shown}
        {view.category === undefined && `, ${text.events.withoutStats}`}
      </p>
      <DownloadEvents call={call} filter={filter} isEmpty={events.length === 0} />
    </search>
  )
}
