import type { ReactNode } from 'react'
import { FailureNotice, Notice } from '../../../design/notice/notice.tsx'
import { Skeleton } from '../../../design/skeleton/skeleton.tsx'
import type { Call } from '../../../model/call.ts'
import type { CallView } from '../../../model/call-view.ts'
import type { NamedConnection } from '../../../model/connections/choose-connection.ts'
import { chooseExchange, earlierExchange, readExchanges, SIGNALING_TYPE } from '../../../model/sdp/exchanges.ts'
import { useConnectionEvents } from '../../../rpc/events.ts'
import { failureOf } from '../../../rpc/failure.ts'
import { text } from '../../../text/text.ts'
import type { ChangeView } from '../change-view.ts'
import { ComparedDescriptions } from './compared-descriptions.tsx'
import { ExchangeList } from './exchange-list.tsx'
import styles from './sdp-panel.module.css'
import { SdpTools } from './sdp-tools.tsx'

interface SdpPanelProps {
  call: Call
  chosen: NamedConnection
  /** The choice of another connection. */
  select: ReactNode
  view: CallView
  onChange: ChangeView
}

const types = [SIGNALING_TYPE]

/** Session descriptions of a connection, each beside the one before. */
export function SdpPanel({ call, chosen, select, view, onChange }: SdpPanelProps) {
  const { id } = chosen.connection
  const { data: events, error, refetch } = useConnectionEvents(call.id, [id], types)
  const exchanges = events ? readExchanges(events, id) : []
  const exchange = chooseExchange(exchanges, view.event)
  if (!exchange) {
    return (
      <div className={styles.panel}>
        <div className={styles.tools}>{select}</div>
        {error ? (
          <FailureNotice failure={failureOf(error)} onRetry={refetch} />
        ) : events ? (
          <Notice title={text.sdp.none}>{text.sdp.noneHint}</Notice>
        ) : (
          <Skeleton rows={5} rowHeight={40} />
        )}
      </div>
    )
  }
  const before = earlierExchange(exchanges, exchange, view.against)
  return (
    <div className={styles.panel}>
      <SdpTools
        call={call}
        chosen={chosen}
        exchanges={exchanges}
        exchange={exchange}
        select={select}
        view={view}
        onChange={onChange}
      />
      <div className={styles.columns}>
        <ExchangeList exchanges={exchanges} chosen={exchange} names={chosen} onChoose={event => onChange({ event })} />
        <ComparedDescriptions callId={call.id} exchange={exchange} before={before} side={view.side ?? 'local'} />
      </div>
    </div>
  )
}
