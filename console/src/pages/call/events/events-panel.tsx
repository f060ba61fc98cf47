import { useMemo } from 'react'
import { FailureNotice, Notice } from '../../../design/notice/notice.tsx'
import { Skeleton } from '../../../design/skeleton/skeleton.tsx'
import type { Call } from '../../../model/call.ts'
import type { CallView } from '../../../model/call-view.ts'
import { type EventFilter, MAX_TEXT } from '../../../model/filter-events.ts'
import type { JudgedPerson } from '../../../model/quality-order.ts'
import { useEvents } from '../../../rpc/events.ts'
import { failureOf } from '../../../rpc/failure.ts'
import { text } from '../../../text/text.ts'
import type { ChangeView } from '../change-view.ts'
import type { CallData } from '../use-call-data.ts'
import { EventDetails } from './event-details.tsx'
import { EventsFilters } from './events-filters.tsx'
import styles from './events-panel.module.css'
import { EventsTable } from './events-table.tsx'

interface EventsPanelProps {
  call: Call
  data: CallData
  /** The worst first. */
  people: readonly JudgedPerson[]
  /** Beginning of the call, ms since the epoch. */
  startedAt: number
  view: CallView
  onChange: ChangeView
}

/** What sessions reported, filtered by the server; stats reports when they are asked for. */
export function EventsPanel({ call, data, people, startedAt, view, onChange }: EventsPanelProps) {
  const { category, type, who, peer, q } = view
  const filter = useMemo(
    (): EventFilter => ({ category, type, personId: who, connectionId: peer, text: q?.trim().slice(0, MAX_TEXT) }),
    [category, type, who, peer, q],
  )
  const { data: events, error, refetch, hasNextPage, isFetching, fetchNextPage } = useEvents(call.id, filter)
  return (
    <div className={styles.panel}>
      <EventsFilters
        call={call}
        filter={filter}
        connections={data.connections.data ?? []}
        people={people}
        view={view}
        events={events ?? []}
        isPartial={hasNextPage}
        onChange={onChange}
      />
      <div className={styles.columns}>
        {error && !events ? (
          <FailureNotice failure={failureOf(error)} onRetry={() => void refetch()} />
        ) : !events ? (
          <Skeleton rows={8} rowHeight={32} />
        ) : events.length === 0 ? (
          <Notice title={text.events.none} />
        ) : (
          <EventsTable
            events={events}
            people={people}
            startedAt={startedAt}
            selected={view.event}
            onSelect={event => onChange({ event })}
            onEnd={hasNextPage && !isFetching && !error ? () => void fetchNextPage() : undefined}
          />
        )}
        <EventDetails callId={call.id} eventId={view.event} />
      </div>
    </div>
  )
}
