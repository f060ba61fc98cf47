import type { NamedConnection } from '../../../model/connections/choose-connection.ts'
import { readerDates } from '../../../model/dates.ts'
import type { Exchange } from '../../../model/sdp/exchanges.ts'
import { count, duration } from '../../../model/units.ts'
import { text } from '../../../text/text.ts'
import styles from './sdp-panel.module.css'

interface ExchangeListProps {
  exchanges: readonly Exchange[]
  chosen: Exchange
  names: Pick<NamedConnection, 'from' | 'to'>
  onChoose: (exchangeId: string) => void
}

/** Who offered, when, and how long the answer took. */
export const ExchangeList = ({ exchanges, chosen, names, onChoose }: ExchangeListProps) => (
  <ol className={styles.exchanges} aria-label={text.sdp.exchanges}>
    {exchanges.map((exchange, index) => (
      <li key={exchange.id}>
        <button
          type="button"
          className={styles.exchange}
          aria-pressed={exchange.id === chosen.id}
          onClick={() => onChoose(exchange.id)}
        >
          <span className={styles.number}>{count(index + 1)}</span>
          <span className={styles.offered}>
            <bdi>{text.sdp.offered(exchange.offeredBy === 'local' ? names.from : names.to)}</bdi>
          </span>
          <span className={styles.when}>
            {readerDates.timeWithSeconds(exchange.from)} ·{' '}
            {exchange.to === undefined ? text.sdp.unanswered : text.sdp.answered(duration(exchange.to - exchange.from))}
          </span>
        </button>
      </li>
    ))}
  </ol>
)
