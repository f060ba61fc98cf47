import type { ReactNode } from 'react'
import { FailureNotice, Notice } from '../../design/notice/notice.tsx'
import { Skeleton } from '../../design/skeleton/skeleton.tsx'
import type { CallView } from '../../model/call-view.ts'
import { chooseConnection, type NamedConnection, nameConnections } from '../../model/connections/choose-connection.ts'
import type { Finding } from '../../model/findings.ts'
import type { JudgedPerson } from '../../model/quality-order.ts'
import { failureOf } from '../../rpc/failure.ts'
import { text } from '../../text/text.ts'
import { ConnectionSelect } from './connection-select.tsx'
import type { CallData } from './use-call-data.ts'

interface ConnectionPanelProps {
  data: CallData
  /** The worst first. */
  people: readonly JudgedPerson[]
  /** Arranged: a panel opens with the connection of the first. */
  findings: readonly Finding[]
  view: CallView
  onChoose: (connectionId: string) => void
  /** @param select the choice of another connection */
  children: (chosen: NamedConnection, select: ReactNode) => ReactNode
}

/** A panel about one connection, as soon as connections and people are there. */
export function ConnectionPanel({ data, people, findings, view, onChoose, children }: ConnectionPanelProps) {
  const failed = [data.connections, data.people].find(({ error, data: loaded }) => error && !loaded)
  if (failed) return <FailureNotice failure={failureOf(failed.error)} onRetry={() => void failed.refetch()} />
  if (!data.connections.data || !data.people.data) return <Skeleton rows={5} rowHeight={40} />
  const named = nameConnections(data.connections.data, people, view.who)
  const chosen = chooseConnection(
    named,
    view.peer,
    findings.map(({ issue }) => issue),
  )
  if (!chosen) return <Notice title={view.who ? text.connections.noneForPerson : text.connections.none} />
  return children(chosen, <ConnectionSelect connections={named} chosen={chosen} onChoose={onChoose} />)
}
