import type { Issue } from '../call.ts'
import { type GraphName, graphOfIssue } from './graphs.ts'

/** A span of a graph in which a finding holds; ms since the call began. */
export interface Shade {
  from: number
  to: number
  severity: Issue['severity']
  isSelected: boolean
}

/** Findings of a connection that a graph measures. @param endedAt end of those that last, ms since the epoch */
export const shadesOf = (
  issues: readonly Issue[],
  connectionId: string,
  graph: GraphName,
  { startedAt, endedAt, selected }: { startedAt: number; endedAt: number; selected: string | undefined },
): Shade[] =>
  issues.flatMap(({ id, code, severity, connectionId: own, from, to }) =>
    own === connectionId && from !== undefined && graphOfIssue(code) === graph
      ? [{ from: from - startedAt, to: (to ?? endedAt) - startedAt, severity, isSelected: id === selected }]
      : [],
  )
