import { useMemo } from 'react'
import { NumberCell, Table } from '../../../design/table/table.tsx'
import type { CallEvent, Connection } from '../../../model/call.ts'
import { readCandidates, typeName } from '../../../model/network/candidates.ts'
import { counted } from '../../../model/plural.ts'
import { duration } from '../../../model/units.ts'
import { text } from '../../../text/text.ts'
import styles from './network-panel.module.css'

interface CandidatesTableProps {
  who: string
  /** As this side reported it; undefined when it did not. */
  connection: Connection | undefined
  events: readonly CallEvent[]
}

const { columns } = text.network
const heads = [
  { label: columns.after, isNumber: true },
  { label: columns.type },
  { label: columns.protocol },
  { label: columns.address },
  { label: columns.server },
]

/** Candidates that one side gathered, and how long that took. */
export function CandidatesTable({ who, connection, events }: CandidatesTableProps) {
  const candidates = useMemo(() => (connection ? readCandidates(events, connection.id) : []), [connection, events])
  const [first, last] = [candidates[0]?.at ?? 0, candidates.at(-1)?.at ?? 0]
  return (
    <section className={styles.part} aria-label={text.network.candidatesOf(who)}>
      <h3>
        <bdi>{text.network.candidatesOf(who)}</bdi>
      </h3>
      <p className={styles.note}>
        {!connection
          ? text.network.notReporting
          : candidates.length === 0
            ? text.network.noCandidates
            : text.network.gathered(counted(candidates.length, text.nouns.candidate), duration(last - first))}
      </p>
      {candidates.length > 0 && (
        <Table label={text.network.candidatesOf(who)} isScrolling columns={heads}>
          {candidates.map(({ eventId, at, type, protocol, address, server }) => (
            <tr key={eventId}>
              <NumberCell>{duration(at - first)}</NumberCell>
              <td>{typeName(type)}</td>
              <td>{protocol}</td>
              <td className={styles.mono}>{address}</td>
              <td className={styles.mono}>{server || '–'}</td>
            </tr>
          ))}
        </Table>
      )}
    </section>
  )
}
