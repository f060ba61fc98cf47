import { useCallback, useEffect, useMemo, useState } from 'react'
import { CursorProvider, createCursor } from '../../charts/cursor/cursor.ts'
import { writeSetting } from '../../design/settings.ts'
import type { Call } from '../../model/call.ts'
import type { CallView } from '../../model/call-view.ts'
import { arrangeFindings } from '../../model/findings.ts'
import { judgedPeople } from '../../model/quality-order.ts'
import { count } from '../../model/units.ts'
import { MAX_ROWS } from '../../rpc/all-pages.ts'
import { text } from '../../text/text.ts'
import { CallHeader } from './call-header.tsx'
import styles from './call-page.module.css'
import { CallTabs } from './call-tabs.tsx'
import type { ChangeView } from './change-view.ts'
import { PeoplePanel } from './people/people-panel.tsx'
import { TimelinePanel } from './timeline-panel.tsx'
import { useCallData } from './use-call-data.ts'
import { useCallKeys } from './use-call-keys.ts'
import { useFolds } from './use-folds.ts'
import { useIsSettled } from './use-is-settled.ts'
import { useReadyMark } from './use-ready-mark.ts'
import { useScores } from './use-scores.ts'
import { useShowFinding } from './use-show-finding.ts'
import { useTimeWindow } from './use-time-window.ts'
import { useTimeline } from './use-timeline.ts'

interface CallContentProps {
  call: Call
  view: CallView
  onChange: ChangeView
}

export function CallContent({ call, view, onChange }: CallContentProps) {
  const data = useCallData(call)
  useEffect(() => writeSetting('app', call.appId), [call.appId])
  const people = useMemo(
    () => judgedPeople(data.people.data ?? [], data.judgement.data),
    [data.people.data, data.judgement.data],
  )
  const ofSelected = (personId: string | undefined) =>
    view.who === undefined || personId === undefined || personId === view.who
  const findings = useMemo(() => arrangeFindings(data.issues.data ?? []), [data.issues.data])
  const shownFindings = findings.filter(({ issue }) => ofSelected(issue.personId))
  const folds = useFolds(data.connections.data?.length ?? 0, view.who)
  const timeline = useTimeline(call, data, people, view.who, folds)
  const scores = useScores(call, data, people, view.who)
  const zoom = useTimeWindow(call, timeline, view, onChange)
  const [cursor] = useState(createCursor)
  const [areGraphsReady, setGraphsReady] = useState(false)
  const onReady = useCallback(() => setGraphsReady(true), [])
  useReadyMark(areGraphsReady && data.judgement.data !== undefined && timeline !== undefined)
  const isSettled = useIsSettled(areGraphsReady || data.timeline.error !== null || timeline?.lanes.length === 0)
  const show = useShowFinding(timeline, onChange)
  useCallKeys(view, data.issues.data && shownFindings, show, onChange)
  return (
    <CursorProvider value={cursor}>
      <CallHeader call={call} people={people} data={data} />
      {[data.people, data.sessions, data.connections, data.issues].some(({ isPartial }) => isPartial) && (
        <p className={styles.partial}>{text.call.partial(count(MAX_ROWS))}</p>
      )}
      <div className={styles.main}>
        <PeoplePanel data={data} people={people} selected={view.who} onSelect={who => onChange({ who })} />
        <TimelinePanel
          call={call}
          data={data}
          timeline={timeline}
          folds={folds}
          scores={scores}
          people={people}
          view={view}
          zoom={zoom}
          onShow={show}
          onChange={onChange}
          onReady={onReady}
        />
      </div>
      {isSettled && (
        <CallTabs
          call={call}
          data={data}
          people={people}
          findings={shownFindings}
          zoom={zoom}
          view={view}
          onShow={show}
          onChange={onChange}
        />
      )}
    </CursorProvider>
  )
}
