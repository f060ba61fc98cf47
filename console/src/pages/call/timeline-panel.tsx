import { Suspense, useState } from 'react'
import { OverviewStrip } from '../../charts/timeline/overview-strip.tsx'
import { type RenderDetails, TimelineChart } from '../../charts/timeline/timeline-chart.tsx'
import { TimelineList } from '../../charts/timeline/timeline-list.tsx'
import { FailureNotice, Notice } from '../../design/notice/notice.tsx'
import { lazyPart } from '../../design/part.ts'
import { Skeleton } from '../../design/skeleton/skeleton.tsx'
import type { Call, Issue } from '../../model/call.ts'
import type { CallView } from '../../model/call-view.ts'
import { counted } from '../../model/plural.ts'
import type { JudgedPerson } from '../../model/quality-order.ts'
import type { Timeline } from '../../model/timeline/timeline.ts'
import { duration } from '../../model/units.ts'
import { failureOf } from '../../rpc/failure.ts'
import { text } from '../../text/text.ts'
import card from './call-page.module.css'
import type { ChangeView } from './change-view.ts'
import { TimelineDetails } from './timeline-details.tsx'
import styles from './timeline-panel.module.css'
import { TimelineTools } from './timeline-tools.tsx'
import type { CallData } from './use-call-data.ts'
import type { Folds } from './use-folds.ts'
import type { Scores } from './use-scores.ts'
import type { Zoom } from './use-time-window.ts'

interface TimelinePanelProps {
  call: Call
  data: CallData
  /** Undefined while it loads. */
  timeline: Timeline | undefined
  folds: Folds
  scores: Scores
  /** The worst first. */
  people: readonly JudgedPerson[]
  view: CallView
  zoom: Zoom
  onShow: (issue: Issue) => void
  onChange: ChangeView
  /** Called once the first graphs are there. */
  onReady: () => void
}

const none: Issue[] = []

/** With the library that draws graphs: loaded at once, but nothing else waits for it. */
const chunk = import('./score-graphs.tsx')
const ScoreGraphs = lazyPart(() => chunk, 'ScoreGraphs')

/** The course of the call, and how good it was, on one axis. */
export function TimelinePanel(props: TimelinePanelProps) {
  const { call, data, timeline, folds, scores, people, view, zoom, onShow, onChange, onReady } = props
  const [isList, setList] = useState(false)
  const toggleList = (isWanted: boolean) => {
    setList(isWanted)
    // In words, there are no graphs to wait for.
    onReady()
  }
  const { error, refetch, data: reported } = data.timeline
  const details: RenderDetails = hit =>
    timeline && (
      <TimelineDetails
        hit={hit}
        timeline={timeline}
        issues={data.issues.data ?? none}
        onShow={onShow}
        onOpenEvent={event => onChange({ event, tab: 'events' })}
      />
    )
  const { window, whole, setWindow } = zoom
  return (
    <section className={card.card} aria-label={text.call.timeline}>
      <div className={card.cardHead}>
        <h2>{text.call.timeline}</h2>
        <TimelineTools zoom={zoom} folds={folds} isOngoing={call.isOngoing} isList={isList} onList={toggleList} />
      </div>
      {error && !reported ? (
        <FailureNotice failure={failureOf(error)} onRetry={() => void refetch()} />
      ) : !timeline ? (
        <Skeleton rows={6} rowHeight={28} />
      ) : timeline.lanes.length === 0 ? (
        <Notice title={text.timeline.empty} />
      ) : isList ? (
        <TimelineList timeline={timeline} details={details} />
      ) : (
        <>
          <p className="visually-hidden">{text.timeline.keys}</p>
          <OverviewStrip timeline={timeline} whole={whole} window={window} onWindow={setWindow} />
          <TimelineChart
            timeline={timeline}
            name={text.timeline.name(
              counted(people.length, text.nouns.person),
              duration(timeline.toMs - timeline.fromMs),
            )}
            whole={whole}
            window={window}
            onWindow={setWindow}
            selectedIssue={view.finding}
            onToggle={folds.toggle}
            details={details}
          />
          {reported?.isPartial && <p className={styles.partial}>{text.timeline.partial}</p>}
          <Suspense>
            <ScoreGraphs
              scores={scores}
              issues={data.issues.data ?? none}
              selectedIssue={view.finding}
              zoom={zoom}
              onReady={onReady}
            />
          </Suspense>
        </>
      )}
    </section>
  )
}
