import type { ReactNode } from 'react'
import { CopyButton } from '../../../design/copy-button/copy-button.tsx'
import { Select } from '../../../design/select/select.tsx'
import type { Call } from '../../../model/call.ts'
import type { CallView } from '../../../model/call-view.ts'
import type { NamedConnection } from '../../../model/connections/choose-connection.ts'
import type { Exchange } from '../../../model/sdp/exchanges.ts'
import { count } from '../../../model/units.ts'
import { text } from '../../../text/text.ts'
import type { ChangeView } from '../change-view.ts'
import styles from './sdp-panel.module.css'
import { useDescription } from './use-description.ts'

interface SdpToolsProps {
  call: Call
  chosen: NamedConnection
  exchanges: readonly Exchange[]
  exchange: Exchange
  /** The choice of another connection. */
  select: ReactNode
  view: CallView
  onChange: ChangeView
}

const BEFORE = 'before'
const NONE = 'none'

/** Whose description is shown, and with which it is compared. */
export function SdpTools({ call, chosen, exchanges, exchange, select, view, onChange }: SdpToolsProps) {
  const side = view.side ?? 'local'
  const { sdp } = useDescription(call.id, exchange, side)
  const others = exchanges.filter(({ id }) => id !== exchange.id)
  return (
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
  )
}
