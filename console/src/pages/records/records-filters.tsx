import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { Button } from '../../design/button/button.tsx'
import field from '../../design/field/field.module.css'
import { FilterChip } from '../../design/filter-chips/filter-chip.tsx'
import { Select } from '../../design/select/select.tsx'
import { type RecordsView, recordsSearch } from '../../model/records/record-addresses.ts'
import type { RecordKind } from '../../model/records/records.ts'
import { text } from '../../text/text.ts'
import styles from './records.module.css'

const orders = ['newest', 'oldest'] as const

/** Fields that must have just a value, and the order; all in the address. */
export function RecordsFilters({ kind, view }: { kind: RecordKind; view: RecordsView }) {
  const navigate = useNavigate()
  const { filters, order } = view
  const show = (changed: Partial<RecordsView>) =>
    void navigate({ to: '.', search: recordsSearch({ filters, order, ...changed }) })
  const without = (name: string) => Object.fromEntries(Object.entries(filters).filter(([other]) => other !== name))
  return (
    <search className={styles.filters}>
      <NewFilter kind={kind} onFilter={(name, value) => show({ filters: { ...filters, [name]: value } })} />
      <Select
        label={text.records.order}
        value={order}
        isSet={order !== 'newest'}
        options={orders.map(value => ({ value, label: text.records.orders[value] }))}
        onChange={value => show({ order: value as RecordsView['order'] })}
      />
      {Object.entries(filters).map(([name, value]) => (
        <FilterChip
          key={name}
          label={text.records.filter(name, value)}
          onRemove={() => show({ filters: without(name) })}
        />
      ))}
    </search>
  )
}

function NewFilter({ kind, onFilter }: { kind: RecordKind; onFilter: (name: string, value: string) => void }) {
  const names = kind.fields.filter(({ isFilterable }) => isFilterable).map(({ name }) => name)
  const [name, setName] = useState(names[0])
  const [value, setValue] = useState('')
  if (name === undefined) return null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (value.trim() === '') return
    onFilter(name, value.trim())
    setValue('')
  }
  return (
    <form className={styles.newFilter} onSubmit={submit}>
      <Select
        label={text.records.filterField}
        value={name}
        options={names.map(option => ({ value: option, label: option }))}
        onChange={setName}
      />
      <input
        className={`${field.input} ${styles.value}`}
        aria-label={text.records.filterValue}
        placeholder={text.records.filterValue}
        value={value}
        onChange={event => setValue(event.target.value)}
      />
      <Button type="submit">{text.records.addFilter}</Button>
    </form>
  )
}
