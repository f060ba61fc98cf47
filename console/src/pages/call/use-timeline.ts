import { useMemo } from 'react'
import { useNow } from '../../design/now/use-now.ts'
import type { Call } from '../../model/call.ts'
import type { JudgedPerson } from '../../model/quality-order.ts'
import { buildTimeline } from '../../model/timeline/build-timeline.ts'
import type { Timeline } from '../../model/timeline/timeline.ts'
import type { CallData } from './use-call-data.ts'

/** How often the timeline of a running call grows, ms. */
const GROW_MS = 1000

/** The timeline, as soon as sessions and connections are there. Events and issues fill it in. */
export function useTimeline(
  call: Call,
  data: CallData,
  people: readonly JudgedPerson[],
  who: string | undefined,
): Timeline | undefined {
  const now = useNow(call.isOngoing ? GROW_MS : 0)
  const sessions = data.sessions.data
  const connections = data.connections.data
  const issues = data.issues.data
  const events = data.events.data
  return useMemo(() => {
    if (!sessions || !connections) return undefined
    const whole = buildTimeline({
      call,
      people: people.map(({ person }) => person),
      sessions,
      connections,
      issues: issues ?? [],
      events: events ?? [],
      now,
    })
    return who === undefined
      ? whole
      : { ...whole, lanes: whole.lanes.filter(({ personId }) => !personId || personId === who) }
  }, [call, people, sessions, connections, issues, events, now, who])
}
