import type { ReactNode } from 'react'
import type { Call, CallEvent, Connection } from '../../../model/call.ts'
import { type NamedConnection, otherEnd } from '../../../model/connections/choose-connection.ts'
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
  events: readonly CallEvent[]
}

/** How a connection came about, and over which paths it could have gone. */
export function NetworkPanel({
  call,
  chosen: { connection, from, to },
  select,
  connections,
  events,
}: NetworkPanelProps) {
  const other = otherEnd(connection, connections)
  return (
    <div className={styles.panel}>
      <div className={styles.tools}>{select}</div>
      <div className={styles.body}>
        <section className={styles.wide} aria-label={text.network.setup}>
          <h3>{text.network.setup}</h3>
          <SetupWaterfall events={events} connectionId={connection.id} />
        </section>
        <SelectedPairs call={call} connectionId={connection.id} />
        <CandidatesTable who={from} connection={connection} events={events} />
        <CandidatesTable who={to} connection={other} events={events} />
        <CandidateErrors connectionIds={[connection.id, ...(other ? [other.id] : [])]} events={events} />
      </div>
    </div>
  )
}
