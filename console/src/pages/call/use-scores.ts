import { useMemo } from 'react'
import type { Call } from '../../model/call.ts'
import { nameConnections } from '../../model/connections/choose-connection.ts'
import type { JudgedPerson } from '../../model/quality-order.ts'
import type { ConnectionSeries } from '../../model/series/series.ts'
import { hasScores, worstScores } from '../../model/series/worst-scores.ts'
import { useSeriesOf } from '../../rpc/series.ts'
import { text } from '../../text/text.ts'
import type { CallData } from './use-call-data.ts'

/** Graphs of quality below the timeline. */
export interface Scores {
  graphs: { title: string; series: ConnectionSeries }[]
  /** False until it is known which there are. */
  isReady: boolean
}

/** Graphs at once: those of the selected person, else of the people with the worst call. */
const MAX_GRAPHS = 2

/** Connections that are looked at for them: some only send, and have no scores. */
const MAX_CONNECTIONS = 4

/** How good audio and video were over time, by the series that findings and verdict rest upon. @param people the worst first */
export function useScores(
  call: Call,
  { connections, people: loaded, judgement }: CallData,
  people: readonly JudgedPerson[],
  who: string | undefined,
): Scores {
  // Who had the worst call is known with the judgement.
  const isOrdered = (loaded.data && connections.data && (judgement.data || judgement.isError)) !== undefined
  const named = useMemo(
    () => (isOrdered ? nameConnections(connections.data ?? [], people, who).slice(0, MAX_CONNECTIONS) : []),
    [isOrdered, connections.data, people, who],
  )
  const ids = named.map(({ connection }) => connection.id)
  const { data: all, isError } = useSeriesOf(call.id, ids, call.isOngoing)
  const graphs = useMemo(
    () =>
      (all ?? [])
        .filter(hasScores)
        .slice(0, MAX_GRAPHS)
        .map(series => {
          const ends = named.find(({ connection }) => connection.id === series.connectionId)
          return {
            title: text.scores.title(ends?.from ?? '', ends?.to ?? text.scores.unknownPeer),
            series: worstScores(series),
          }
        }),
    [all, named],
  )
  return { graphs, isReady: isOrdered && (ids.length === 0 || all !== undefined || isError) }
}
