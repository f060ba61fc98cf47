import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { useIsNarrow } from '../../../design/use-is-narrow.ts'
import type { CallEvent } from '../../../model/call.ts'
import { readerDates } from '../../../model/dates.ts'
import { eventSummary } from '../../../model/event-summary.ts'
import { personName } from '../../../model/names.ts'
import type { JudgedPerson } from '../../../model/quality-order.ts'
import { offset } from '../../../model/units.ts'
import { text } from '../../../text/text.ts'
import styles from './events-table.module.css'

/** px */
const ROW_HEIGHT = 32

/** Of a row in a narrow window, which has two lines, px. */
const BLOCK_HEIGHT = 48

/** Rows before the last at which more are asked for. */
const NEAR_END = 40

interface EventsTableProps {
  events: readonly CallEvent[]
  people: readonly JudgedPerson[]
  startedAt: number
  selected: string | undefined
  onSelect: (eventId: string) => void
  /** Called when the last rows come near; undefined when there are no more. */
  onEnd: (() => void) | undefined
}

const { columns } = text.events

/** Only rows in view are there; what is above and below them is room. */
export function EventsTable({ events, people, startedAt, selected, onSelect, onEnd }: EventsTableProps) {
  const frame = useRef<HTMLElement>(null)
  const rowHeight = useIsNarrow() ? BLOCK_HEIGHT : ROW_HEIGHT
  const start = Math.max(
    0,
    events.findIndex(({ id }) => id === selected),
  )
  const rows = useVirtualizer({
    count: events.length,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    initialOffset: Math.max(0, start * rowHeight - 120),
  })
  useEffect(() => {
    if (rowHeight) rows.measure()
  }, [rows, rowHeight])
  const shown = rows.getVirtualItems()
  const isNearEnd = (shown.at(-1)?.index ?? 0) >= events.length - NEAR_END
  useEffect(() => {
    if (isNearEnd) onEnd?.()
  }, [isNearEnd, onEnd])
  const names = new Map(people.map(({ person }) => [person.id, personName(person)]))
  const above = shown[0]?.start ?? 0
  const below = rows.getTotalSize() - (shown.at(-1)?.end ?? 0)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section ref={frame} className={styles.frame} tabIndex={0} aria-label={text.call.events}>
      <table className={styles.table} aria-rowcount={events.length + 1}>
        <thead>
          <tr>
            <th scope="col" className={styles.offset}>
              {columns.offset}
            </th>
            <th scope="col" className={styles.time}>
              {columns.time}
            </th>
            <th scope="col" className={styles.who}>
              {columns.who}
            </th>
            <th scope="col" className={styles.type}>
              {columns.type}
            </th>
            <th scope="col" className={styles.summary}>
              {columns.summary}
            </th>
          </tr>
        </thead>
        <tbody>
          {above > 0 && <tr style={{ height: above }} />}
          {shown.map(({ index }) => {
            const event = events[index]
            if (!event) return null
            return (
              <tr
                key={event.id}
                aria-rowindex={index + 2}
                className={event.id === selected ? styles.selected : styles.row}
              >
                <td className={styles.offset}>{offset(event.at - startedAt, 1)}</td>
                <td className={styles.time}>{readerDates.timeWithSeconds(event.at)}</td>
                <td className={styles.who}>
                  <bdi>{names.get(event.personId) ?? ''}</bdi>
                </td>
                <td className={styles.type}>
                  <button
                    type="button"
                    className={styles.open}
                    aria-pressed={event.id === selected}
                    onClick={() => onSelect(event.id)}
                  >
                    {event.type}
                  </button>
                </td>
                <td className={styles.summary}>
                  <bdi>{eventSummary(event)}</bdi>
                </td>
              </tr>
            )
          })}
          {below > 0 && <tr style={{ height: below }} />}
        </tbody>
      </table>
    </section>
  )
}
