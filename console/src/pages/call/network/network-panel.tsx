import type { ReactNode } from 'react'
import { FailureNotice } from '../../../design/notice/notice.tsx'
import { Skeleton } from '../../../design/skeleton/skeleton.tsx'
import type { Call, Connection } from '../../../model/call.ts'
import { type NamedConnection, otherEnd } from '../../../model/connections/choose-connection.ts'
import { setupTypes } from '../../../model/network/setup-steps.ts'
import { useConnectionEvents } from '../../../rpc/events.ts'
import { failureOf } from '../../../rpc/failure.ts'
import { text } from '../../../text/text.ts'
import { CandidateErrors } from './candidate-errors.tsx'
import { CandidatesTable } from './candidates-table.tsx'
import styles from './network-panel.module.css'
import { SelectedPairs } from './selected-pairs.tsx'
import { SetupWaterfall } from './setup-waterfall.tsx'

interface NetworkPanelProps {
  call: Call
  chosen: NamedConnection
  /** The choice of another connection. */
  select: ReactNode
  connections: readonly Connection[]
}

/** How a connection came about, and over which paths it could have gone. */
export function NetworkPanel({ call, chosen: { connection, from, to }, select, connections }: NetworkPanelProps) {
  const other = otherEnd(connection, connections)
  const ids = [connection.id, ...(other ? [other.id] : [])]
  const { data: events, error, refetch } = useConnectionEvents(call.id, ids, setupTypes)
  return (
    <div className={styles.panel}>
      <div className={styles.tools}>{select}</div>
      {error ? (
        <FailureNotice failure={failureOf(error)} onRetry={refetch} />
      ) : !events ? (
        <Skeleton rows={5} rowHeight={40} />
      ) : (
        <div className={styles.body}>
          <section className={styles.wide} aria-label={text.network.setup}>
            <h3>{text.network.setup}</h3>
            <SetupWaterfall events={events} connectionId={connection.id} />
          </section>
          <SelectedPairs call={call} connectionId={connection.id} />
          <CandidatesTable who={from} connection={connection} events={events} />
          <CandidatesTable who={to} connection={other} events={events} />
          <CandidateErrors connectionIds={ids} events={events} />
        </div>
      )}
    </div>
  )
}
