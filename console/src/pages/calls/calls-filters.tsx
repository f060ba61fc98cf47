import { useNavigate } from '@tanstack/react-router'
import field from '../../design/field/field.module.css'
import { useTypedText } from '../../design/field/use-typed-text.ts'
import { FilterChips } from '../../design/filter-chips/filter-chips.tsx'
import list from '../../design/list-page/list-page.module.css'
import { Select } from '../../design/select/select.tsx'
import { type CallsView, type ChangeFilters, changeCallsView, type Period, periods } from '../../model/calls-view.ts'
import { filterChips } from '../../model/filter-chips.ts'
import { issueWords } from '../../model/issue-words.ts'
import { useIssueCodes } from '../../rpc/calls.ts'
import { text } from '../../text/text.ts'
import { MoreFilters } from './more-filters.tsx'
import { ParticipantChip } from './participant-chip.tsx'
import { QualityToggles } from './quality-toggles.tsx'

const ANY = 'any'

const periodOptions = [
  { value: ANY, label: text.calls.periods.any },
  ...periods.map(value => ({ value, label: text.calls.periods[value] })),
]

const orders = ['newest', 'oldest', 'longest', 'shortest'] as const
const orderOptions = orders.map(value => ({ value, label: text.calls.orders[value] }))

/** Everything chosen here is in the address. */
export function CallsFilters({ appId, view }: { appId: string | undefined; view: CallsView }) {
  const navigate = useNavigate()
  const { data: codes = [] } = useIssueCodes(appId)
  const change: ChangeFilters = changed => void navigate({ to: '.', search: changeCallsView(view, changed) })
  const [words, setWords] = useTypedText(
    view.q ?? '',
    q => void navigate({ to: '.', search: changeCallsView(view, { q: q.trim() || undefined }), replace: true }),
  )
  const titleOf = (code: string) => codes.find(known => known.code === code)?.title ?? issueWords(code)
  return (
    <search className={list.filters}>
      <input
        className={`${field.input} ${list.words}`}
        type="search"
        maxLength={64}
        aria-label={text.calls.words}
        placeholder={text.calls.words}
        value={words}
        onChange={event => setWords(event.target.value)}
      />
      <Select
        label={text.calls.period}
        value={view.last ?? ANY}
        options={periodOptions}
        isSet={view.last !== undefined}
        onChange={value =>
          change({ last: value === ANY ? undefined : (value as Period), from: undefined, to: undefined })
        }
      />
      <QualityToggles appId={appId} view={view} onChange={change} />
      <MoreFilters codes={codes} view={view} onChange={change} />
      <Select
        label={text.calls.order}
        value={view.sort ?? 'newest'}
        options={orderOptions}
        isSet={view.sort !== undefined}
        onChange={value => change({ sort: value === 'newest' ? undefined : (value as 'oldest') })}
      />
      {view.participant && (
        <ParticipantChip participantId={view.participant} onRemove={() => change({ participant: undefined })} />
      )}
      <FilterChips
        chips={filterChips(view, titleOf)}
        onRemove={names => change(Object.fromEntries(names.map(name => [name, undefined])))}
      />
    </search>
  )
}
