import { useMemo } from 'react'
import { useNow } from '../../design/now/use-now.ts'
import type { Call } from '../../model/call.ts'
import type { JudgedPerson } from '../../model/quality-order.ts'
import { arrangeTimeline } from '../../model/timeline/arrange-timeline.ts'
import type { Timeline } from '../../model/timeline/timeline.ts'
import { useTracks } from '../../rpc/timeline.ts'
import type { CallData } from './use-call-data.ts'
import type { Folds } from './use-folds.ts'

/** How often the timeline of a running call grows, ms. */
const GROW_MS = 1000

/** The timeline, as soon as the server has told it. People, connections and issues give it names. */
export function useTimeline(
  call: Call,
  data: CallData,
  people: readonly JudgedPerson[],
  who: string | undefined,
  { isOpen, openConnections }: Folds,
): Timeline | undefined {
  const now = useNow(call.isOngoing ? GROW_MS : 0)
  const { data: reported, dataUpdatedAt } = data.timeline
  const connections = data.connections.data
  const issues = data.issues.data
  const tracks = useTracks(call.id, openConnections)
  // Between two answers it goes on by the reader's clock, which may be another than the server's.
  const endMs = reported && reported.endMs + (call.isOngoing ? Math.max(0, now - dataUpdatedAt) : 0)
  return useMemo(() => {
    if (!reported || endMs === undefined) return undefined
    return arrangeTimeline(reported, {
      people: people.map(({ person }) => person),
      connections: connections ?? [],
      issues: issues ?? [],
      tracks,
      who,
      endMs,
      isOpen,
    })
  }, [reported, people, connections, issues, tracks, endMs, who, isOpen])
}
