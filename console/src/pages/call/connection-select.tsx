import { Select } from '../../design/select/select.tsx'
import type { NamedConnection } from '../../model/connections/choose-connection.ts'
import { text } from '../../text/text.ts'

interface ConnectionSelectProps {
  connections: readonly NamedConnection[]
  chosen: NamedConnection
  onChoose: (connectionId: string) => void
}

/** Which connection is looked at. Several between the same two are numbered. */
export function ConnectionSelect({ connections, chosen, onChoose }: ConnectionSelectProps) {
  const labels = connections.map(({ from, to }) => text.connections.name(from, to))
  const options = connections.map(({ connection }, index) => {
    const label = labels[index] ?? ''
    const number = labels.slice(0, index + 1).filter(other => other === label).length
    return {
      value: connection.id,
      label: labels.filter(other => other === label).length > 1 ? `${label} (${number})` : label,
    }
  })
  return <Select label={text.connections.label} value={chosen.connection.id} options={options} onChange={onChoose} />
}
