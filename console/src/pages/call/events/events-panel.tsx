import { useMemo } from 'react'
import { FailureNotice, Notice } from '../../../design/notice/notice.tsx'
import { saveFile } from '../../../design/save-file/save-file.ts'
import { Skeleton } from '../../../design/skeleton/skeleton.tsx'
import type { CallView } from '../../../model/call-view.ts'
import { eventTypes, filterEvents, toJsonLines } from '../../../model/filter-events.ts'
import type { JudgedPerson } from '../../../model/quality-order.ts'
import { failureOf } from '../../../rpc/failure.ts'
import { text } from '../../../text/text.ts'
import type { ChangeView } from '../call-page.tsx'
import type { CallData } from '../use-call-data.ts'
import { EventDetails } from './event-details.tsx'
import { EventsFilters } from './events-filters.tsx'
import styles from './events-panel.module.css'
import { EventsTable } from './events-table.tsx'

interface EventsPanelProps {
  callId: string
  data: CallData
  people: readonly JudgedPerson[]
  /** Beginning of the call, ms since the epoch. */
  startedAt: number
  view: CallView
  onChange: ChangeView
}

/** What sessions reported, stats aside. */
export function EventsPanel({ callId, data, people, startedAt, view, onChange }: EventsPanelProps) {
  const { data: events, error, refetch, hasNextPage } = data.events
  const { category, type, who, q } = view
  const shown = useMemo(
    () => filterEvents(events ?? [], { category, type, personId: who, words: q }),
    [events, category, type, who, q],
  )
  const types = useMemo(() => eventTypes(events ?? []), [events])
  if (error && !events) return <FailureNotice failure={failureOf(error)} onRetry={() => void refetch()} />
  if (!events) return <Skeleton rows={8} rowHeight={32} />
  if (events.length === 0) return <Notice title={text.events.noneEver} />
  return (
    <div className={styles.panel}>
      <EventsFilters
        view={view}
        types={types}
        shown={shown.length}
        isPartial={hasNextPage}
        onDownload={() => saveFile(`${callId}.jsonl`, toJsonLines(shown), 'application/jsonl')}
        onChange={onChange}
      />
      <div className={styles.columns}>
        {shown.length === 0 ? (
          <Notice title={text.events.none} />
        ) : (
          <EventsTable
            events={shown}
            people={people}
            startedAt={startedAt}
            selected={view.event}
            onSelect={event => onChange({ event })}
          />
        )}
        <EventDetails event={events.find(({ id }) => id === view.event)} />
      </div>
    </div>
  )
}
