import { useEffect, useRef } from 'react'
import type { Call, Judgement } from '../../model/call.ts'
import { useConnections, useIssues, useJudgement, usePeople, useSessions } from '../../rpc/call.ts'
import { useReportedTimeline } from '../../rpc/timeline.ts'
import { useWatchCall } from '../../rpc/watch-call.ts'

/** Everything that the page of a call is drawn from; each part comes, and fails, by itself. */
export function useCallData({ id, isOngoing }: Call) {
  const watch = useWatchCall(id, isOngoing)
  const judgement = useJudgement(id)
  const people = usePeople(id, isOngoing)
  const sessions = useSessions(id, isOngoing)
  const connections = useConnections(id, isOngoing)
  const issues = useIssues(id, isOngoing)
  const timeline = useReportedTimeline(id, isOngoing)
  useOnceJudged(judgement.data?.progress, () => {
    void issues.refetch()
    void timeline.refetch()
  })
  return { watch, judgement, people, sessions, connections, issues, timeline }
}

export type CallData = ReturnType<typeof useCallData>

/** Findings are made together with the judgement: those that were loaded before it may not be all. */
function useOnceJudged(progress: Judgement['progress'] | undefined, refetch: () => unknown): void {
  const before = useRef(progress)
  useEffect(() => {
    if (progress === 'done' && before.current !== undefined && before.current !== 'done') refetch()
    before.current = progress
  }, [progress, refetch])
}
