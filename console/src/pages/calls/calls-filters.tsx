import { useNavigate } from '@tanstack/react-router'
import { X } from 'lucide-react'
import { Button } from '../../design/button/button.tsx'
import { Select } from '../../design/select/select.tsx'
import {
  type CallsView,
  changeCallsView,
  type DurationRange,
  durationRanges,
  type Period,
  periods,
} from '../../model/calls-view.ts'
import { useIssueCodes } from '../../rpc/calls.ts'
import { text } from '../../text/text.ts'
import styles from './calls-page.module.css'
import { ParticipantChip } from './participant-chip.tsx'

const ANY = 'any'

const periodOptions = [
  { value: ANY, label: text.calls.periods.any },
  ...periods.map(value => ({ value, label: text.calls.periods[value] })),
]

const durationOptions = [
  { value: ANY, label: text.calls.durations.any },
  ...durationRanges.map(value => ({ value, label: text.calls.durations[value] })),
]

const orderOptions = [
  { value: 'newest', label: text.calls.orders.newest },
  { value: 'oldest', label: text.calls.orders.oldest },
]

/** Everything chosen here is in the address. */
export function CallsFilters({ appId, view }: { appId: string | undefined; view: CallsView }) {
  const navigate = useNavigate()
  const { data: codes = [] } = useIssueCodes(appId)
  const change = (changed: Parameters<typeof changeCallsView>[1]) =>
    void navigate({ to: '.', search: changeCallsView(view, changed) })
  const chosen = (value: string) => (value === ANY ? undefined : value)
  const known = codes.map(({ code, title }) => ({ value: code, label: title }))
  const extra =
    view.issue && !codes.some(({ code }) => code === view.issue) ? [{ value: view.issue, label: view.issue }] : []
  const issueOptions = [{ value: ANY, label: text.calls.anyIssue }, ...extra, ...known]
  return (
    <search className={styles.filters}>
      <Select
        label={text.calls.period}
        value={view.last ?? ANY}
        options={periodOptions}
        isSet={view.last !== undefined}
        onChange={value => change({ last: chosen(value) as Period | undefined, from: undefined, to: undefined })}
      />
      <Select
        label={text.calls.issue}
        value={view.issue ?? ANY}
        options={issueOptions}
        isSet={view.issue !== undefined}
        onChange={value => change({ issue: chosen(value) })}
      />
      <Select
        label={text.calls.duration}
        value={view.duration ?? ANY}
        options={durationOptions}
        isSet={view.duration !== undefined}
        onChange={value => change({ duration: chosen(value) as DurationRange | undefined })}
      />
      <Select
        label={text.calls.order}
        value={view.sort ?? 'newest'}
        options={orderOptions}
        isSet={view.sort !== undefined}
        onChange={value => change({ sort: value === 'oldest' ? value : undefined })}
      />
      {view.participant && (
        <ParticipantChip participantId={view.participant} onRemove={() => change({ participant: undefined })} />
      )}
      {(view.from || view.to) && (
        <Button look="quiet" icon={<X size={14} />} onClick={() => change({ from: undefined, to: undefined })}>
          {text.calls.range(view.from, view.to)}
        </Button>
      )}
    </search>
  )
}
