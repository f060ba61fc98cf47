import { Minus, Plus } from 'lucide-react'
import { useState } from 'react'
import { OverviewStrip } from '../../charts/timeline/overview-strip.tsx'
import { TimelineChart } from '../../charts/timeline/timeline-chart.tsx'
import { TimelineTable } from '../../charts/timeline/timeline-table.tsx'
import { Button } from '../../design/button/button.tsx'
import { useKeys } from '../../design/keys/use-keys.ts'
import { FailureNotice, Notice } from '../../design/notice/notice.tsx'
import { Skeleton } from '../../design/skeleton/skeleton.tsx'
import type { CallView } from '../../model/call-view.ts'
import { counted } from '../../model/plural.ts'
import type { JudgedPerson } from '../../model/quality-order.ts'
import type { Hit } from '../../model/timeline/layout.ts'
import type { Timeline } from '../../model/timeline/timeline.ts'
import { panWindow, zoomWindow } from '../../model/timeline/window.ts'
import { duration } from '../../model/units.ts'
import { failureOf } from '../../rpc/failure.ts'
import { text } from '../../text/text.ts'
import card from './call-page.module.css'
import type { ChangeView } from './call-page.tsx'
import { Scores } from './scores.tsx'
import styles from './timeline-panel.module.css'
import type { CallData } from './use-call-data.ts'
import type { Zoom } from './use-time-window.ts'

interface TimelinePanelProps {
  data: CallData
  /** Undefined while it loads. */
  timeline: Timeline | undefined
  /** The worst first. */
  people: readonly JudgedPerson[]
  view: CallView
  zoom: Zoom
  onChange: ChangeView
}

export function TimelinePanel({ data, timeline, people, view, zoom, onChange }: TimelinePanelProps) {
  const [isTable, setTable] = useState(false)
  const { window, whole, setWindow } = zoom
  const middle = (window.from + window.to) / 2
  const zoomBy = (factor: number) => setWindow(zoomWindow(window, factor, middle, whole), true)
  const pan = (share: number) => setWindow(panWindow(window, share, whole), true)
  const fit = () => setWindow(whole, true)
  useKeys({
    '+': () => zoomBy(0.5),
    '-': () => zoomBy(2),
    '0': fit,
    ArrowLeft: () => pan(-0.25),
    ArrowRight: () => pan(0.25),
  })
  const failed = [data.sessions, data.connections].find(({ error, data: loaded }) => error && !loaded)
  return (
    <section className={card.card} aria-label={text.call.timeline}>
      <div className={card.cardHead}>
        <h2>{text.call.timeline}</h2>
        <div className={styles.tools}>
          {!isTable && (
            <>
              <Button
                look="quiet"
                icon={<Minus size={14} />}
                aria-label={text.timeline.zoomOut}
                onClick={() => zoomBy(2)}
              />
              <Button
                look="quiet"
                icon={<Plus size={14} />}
                aria-label={text.timeline.zoomIn}
                onClick={() => zoomBy(0.5)}
              />
              <Button look="quiet" aria-label={text.timeline.fit} onClick={fit}>
                {text.timeline.fitShort}
              </Button>
            </>
          )}
          <Button look="quiet" onClick={() => setTable(!isTable)}>
            {isTable ? text.timeline.asChart : text.timeline.asTable}
          </Button>
        </div>
      </div>
      {failed ? (
        <FailureNotice failure={failureOf(failed.error)} onRetry={() => void failed.refetch()} />
      ) : !timeline ? (
        <Skeleton rows={6} rowHeight={28} />
      ) : timeline.lanes.length === 0 ? (
        <Notice title={text.timeline.empty} />
      ) : isTable ? (
        <TimelineTable timeline={timeline} />
      ) : (
        <>
          <p className="visually-hidden">{text.timeline.keys}</p>
          <OverviewStrip timeline={timeline} whole={whole} window={window} onWindow={setWindow} />
          <TimelineChart
            timeline={timeline}
            name={text.timeline.name(counted(people.length, text.nouns.person), duration(timeline.durationMs))}
            whole={whole}
            window={window}
            onWindow={setWindow}
            selectedIssue={view.finding}
            onPick={hit => pick(hit, onChange)}
          />
          <Scores
            data={data}
            people={people}
            startedAt={timeline.startedAt}
            who={view.who}
            window={window}
            onWindow={setWindow}
          />
        </>
      )}
    </section>
  )
}

/** Shows what was picked in the tab that tells more of it. */
function pick(hit: Hit, onChange: ChangeView): void {
  const item = 'span' in hit ? hit.span : hit.marks[0]
  if (item?.issueId) onChange({ finding: item.issueId, tab: undefined })
  else if (item && 'eventId' in item && item.eventId) onChange({ event: item.eventId, tab: 'events' })
}
