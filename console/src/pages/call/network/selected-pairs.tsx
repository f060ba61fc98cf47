import { Table } from '../../../design/table/table.tsx'
import type { Call } from '../../../model/call.ts'
import { readerDates } from '../../../model/dates.ts'
import { typeName } from '../../../model/network/candidates.ts'
import { useSeries } from '../../../rpc/series.ts'
import { text } from '../../../text/text.ts'
import styles from './network-panel.module.css'

const heads = Object.values(text.network.pairColumns).map(label => ({ label }))

/** Over which candidate pairs the media went, one after the other. */
export function SelectedPairs({ call, connectionId }: { call: Call; connectionId: string }) {
  const { data: series } = useSeries(call.id, connectionId, call.isOngoing)
  return (
    <section className={styles.wide} aria-label={text.network.pairs}>
      <h3>{text.network.pairs}</h3>
      {series && series.pairs.length > 0 ? (
        <Table label={text.network.pairs} isScrolling columns={heads}>
          {series.pairs.map(pair => (
            <tr key={`${pair.id} ${pair.from}`}>
              <td>{readerDates.timeWithSeconds(pair.from)}</td>
              <td>{readerDates.timeWithSeconds(pair.to)}</td>
              <td>{typeName(pair.localType)}</td>
              <td>{typeName(pair.remoteType)}</td>
              <td>{[pair.protocol, pair.relayProtocol].filter(Boolean).join(', TURN over ')}</td>
              <td>{pair.networkType || '–'}</td>
              <td className={styles.mono}>{pair.url || '–'}</td>
            </tr>
          ))}
        </Table>
      ) : (
        <p className={styles.note}>{series === undefined ? '\u00a0' : text.network.noPairs}</p>
      )}
    </section>
  )
}
