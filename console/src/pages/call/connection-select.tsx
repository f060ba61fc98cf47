import { Select } from '../../design/select/select.tsx'
import { connectionLabels, type NamedConnection } from '../../model/connections/choose-connection.ts'
import { text } from '../../text/text.ts'

interface ConnectionSelectProps {
  connections: readonly NamedConnection[]
  chosen: NamedConnection
  onChoose: (connectionId: string) => void
}

/** Which connection is looked at. */
export const ConnectionSelect = ({ connections, chosen, onChoose }: ConnectionSelectProps) => (
  <Select
    label={text.connections.label}
    value={chosen.connection.id}
    options={connectionLabels(connections)}
    onChange={onChoose}
  />
)
