import { Popover } from '@base-ui/react/popover'
import { SlidersHorizontal } from 'lucide-react'
import { buttonClass } from '../../design/button/button.tsx'
import { Select } from '../../design/select/select.tsx'
import type { ChangeFilters } from '../../model/calls-view.ts'
import { type CallsView, durationRanges, outcomeNames } from '../../model/calls-view.ts'
import { text } from '../../text/text.ts'
import styles from './calls-filters.module.css'

interface MoreFiltersProps {
  /** Codes of issues with their titles. */
  codes: readonly { code: string; title: string }[]
  view: CallsView
  onChange: ChangeFilters
}

const ANY = 'any'

/** Filters that are used less often. */
export function MoreFilters({ codes, view, onChange }: MoreFiltersProps) {
  const rows = [
    row(
      'issue',
      text.calls.issue,
      text.calls.anyIssue,
      codes.map(({ code, title }) => ({ value: code, label: title })),
    ),
    row(
      'outcome',
      text.calls.columns.outcome,
      text.calls.anyOutcome,
      outcomeNames.map(name => ({ value: name, label: text.outcome[name] })),
    ),
    row(
      'duration',
      text.calls.duration,
      text.calls.durations.any,
      durationRanges.map(value => ({ value, label: text.calls.durations[value] })),
    ),
    row('path', text.overview.paths, text.calls.anyPath, [
      { value: 'direct', label: text.call.direct },
      { value: 'relayed', label: text.call.relayed },
    ]),
  ]
  return (
    <Popover.Root>
      <Popover.Trigger className={buttonClass()}>
        <SlidersHorizontal size={14} aria-hidden="true" />
        {text.calls.more}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={4} align="start">
          <Popover.Popup className={styles.popup} aria-label={text.calls.more}>
            {rows.map(({ name, label, any, options }) => {
              const value = view[name]
              const isKnown = options.some(option => option.value === value)
              return (
                <div key={name} className={styles.row}>
                  <span className={styles.rowLabel}>{label}</span>
                  <Select
                    label={label}
                    value={value ?? ANY}
                    isSet={value !== undefined}
                    options={[
                      { value: ANY, label: any },
                      ...(value === undefined || isKnown ? [] : [{ value, label: value }]),
                      ...options,
                    ]}
                    onChange={chosen => onChange({ [name]: chosen === ANY ? undefined : chosen })}
                  />
                </div>
              )
            })}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

const row = (
  name: 'issue' | 'outcome' | 'duration' | 'path',
  label: string,
  any: string,
  options: { value: string; label: string }[],
) => ({ name, label, any, options })
