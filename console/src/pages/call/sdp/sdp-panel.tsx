import { useMemo } from 'react'
import { CopyButton } from '../../../design/copy-button/copy-button.tsx'
import { Notice } from '../../../design/notice/notice.tsx'
import { Select } from '../../../design/select/select.tsx'
import type { CallEvent } from '../../../model/call.ts'
import type { CallView } from '../../../model/call-view.ts'
import type { NamedConnection } from '../../../model/connections/choose-connection.ts'
import { compareDescriptions } from '../../../model/sdp/compare.ts'
import { chooseExchange, earlierExchange, readExchanges } from '../../../model/sdp/exchanges.ts'
import { count } from '../../../model/units.ts'
import { text } from '../../../text/text.ts'
import type { ChangeView } from '../call-page.tsx'
import { DescriptionView } from './description-view.tsx'
import { ExchangeList } from './exchange-list.tsx'
import styles from './sdp-panel.module.css'

interface SdpPanelProps {
  chosen: NamedConnection
  /** The choice of another connection. */
  select: React.ReactNode
  events: readonly CallEvent[]
  view: CallView
  onChange: ChangeView
}

const BEFORE = 'before'
const NONE = 'none'

/** Session descriptions of a connection, each beside the one before. */
export function SdpPanel({ chosen, select, events, view, onChange }: SdpPanelProps) {
  const exchanges = useMemo(() => readExchanges(events, chosen.connection.id), [events, chosen.connection.id])
  const exchange = chooseExchange(exchanges, view.event)
  const side = view.side ?? 'local'
  const before = exchange && earlierExchange(exchanges, exchange, view.against)
  const sdp = exchange?.[side]
  const earlier = before?.[side]
  const sections = useMemo(() => (sdp === undefined ? [] : compareDescriptions(earlier, sdp)), [sdp, earlier])
  if (!exchange) {
    return (
      <div className={styles.panel}>
        <div className={styles.tools}>{select}</div>
        <Notice title={text.sdp.none}>{text.sdp.noneHint}</Notice>
      </div>
    )
  }
  const others = exchanges.filter(({ id }) => id !== exchange.id)
  return (
    <div className={styles.panel}>
      <div className={styles.tools}>
        {select}
        <Select
          label={text.sdp.side}
          value={side}
          options={[
            { value: 'local', label: text.sdp.of(chosen.from) },
            { value: 'remote', label: text.sdp.of(chosen.to) },
          ]}
          onChange={value => onChange({ side: value === 'remote' ? value : undefined })}
        />
        {others.length > 0 && (
          <Select
            label={text.sdp.against}
            value={view.against ?? BEFORE}
            options={[
              { value: BEFORE, label: text.sdp.againstBefore },
              { value: NONE, label: text.sdp.againstNone },
              ...others.map(({ id }) => ({
                value: id,
                label: text.sdp.againstNumber(count(exchanges.findIndex(other => other.id === id) + 1)),
              })),
            ]}
            onChange={value => onChange({ against: value === BEFORE ? undefined : value })}
          />
        )}
        {sdp !== undefined && <CopyButton look="quiet" value={() => sdp} />}
      </div>
      <div className={styles.columns}>
        <ExchangeList exchanges={exchanges} chosen={exchange} names={chosen} onChoose={event => onChange({ event })} />
        {sdp === undefined ? (
          <Notice title={text.sdp.missing} />
        ) : (
          <DescriptionView key={`${exchange.id} ${side}`} sections={sections} isCompared={earlier !== undefined} />
        )}
      </div>
    </div>
  )
}
