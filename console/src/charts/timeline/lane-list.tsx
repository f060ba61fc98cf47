import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react'
import { readerDates } from '../../model/dates.ts'
import { spokenItem } from '../../model/timeline/describe.ts'
import type { Hit } from '../../model/timeline/layout.ts'
import type { Lane, Mark, Span, Timeline } from '../../model/timeline/timeline.ts'
import { duration } from '../../model/units.ts'
import { DetailsPopover } from './details-popover.tsx'
import type { RenderDetails } from './timeline-chart.tsx'
import styles from './timeline-list.module.css'

interface LaneListProps {
  lane: Lane
  /** Of the row, with its person. */
  name: string
  timeline: Timeline
  details: RenderDetails
}

const beginOf = (item: Span | Mark): number => ('to' in item ? item.from : item.at)

/** A listbox of what is in a row; Enter or a click opens the details. */
export function LaneList({ lane, name, timeline, details }: LaneListProps) {
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const items = useMemo(
    () => [...lane.spans, ...lane.marks].toSorted((one, other) => beginOf(one) - beginOf(other)),
    [lane],
  )
  const [active, setActive] = useState(0)
  const [opened, setOpened] = useState<number>()
  const itemAt = (index: number) => list.current?.children[index]
  const move = (to: number) => {
    const next = Math.min(Math.max(to, 0), items.length - 1)
    setActive(next)
    itemAt(next)?.scrollIntoView({ block: 'nearest' })
  }
  const keys: Record<string, () => void> = {
    ArrowDown: () => move(active + 1),
    ArrowUp: () => move(active - 1),
    Home: () => move(0),
    End: () => move(items.length - 1),
    Enter: () => setOpened(active),
    ' ': () => setOpened(active),
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const act = keys[event.key]
    if (!act) return
    event.preventDefault()
    event.stopPropagation()
    act()
  }
  const open = opened === undefined ? undefined : items[opened]
  return (
    <>
      <div
        ref={list}
        role="listbox"
        tabIndex={0}
        className={styles.list}
        aria-label={name}
        aria-activedescendant={`${id}-${active}`}
        onKeyDown={onKeyDown}
      >
        {items.map((item, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the list takes the keys
          // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus, and says which option is active
          <div
            key={`${beginOf(item)} ${item.kind} ${item.label}`}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            className={styles.item}
            onClick={() => {
              setActive(index)
              setOpened(index)
            }}
          >
            <span className="visually-hidden">{spokenItem(item, timeline)}</span>
            <bdi aria-hidden="true" className={styles.what}>
              {item.label}
            </bdi>
            <span aria-hidden="true" className={styles.when}>
              {timesOf(item, timeline.startedAt)}
            </span>
            <span aria-hidden="true" className={styles.length}>
              {'to' in item ? duration(item.to - item.from) : ''}
            </span>
          </div>
        ))}
      </div>
      {open && (
        <DetailsPopover
          title={open.label}
          anchor={() => itemAt(opened ?? 0)?.getBoundingClientRect() ?? new DOMRect()}
          onClose={() => setOpened(undefined)}
        >
          {details(asHit(lane, open))}
        </DetailsPopover>
      )}
    </>
  )
}

const asHit = (lane: Lane, item: Span | Mark): Hit => ('to' in item ? { lane, span: item } : { lane, marks: [item] })

function timesOf(item: Span | Mark, startedAt: number): string {
  const begin = readerDates.timeWithSeconds(startedAt + beginOf(item))
  return 'to' in item ? `${begin} – ${readerDates.timeWithSeconds(startedAt + item.to)}` : begin
}
