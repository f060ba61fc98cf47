import { NumberCell, Table } from '../../design/table/table.tsx'
import { bytes, duration, quantity } from '../../model/units.ts'
import type { ServerProcess } from '../../rpc/server-status.ts'
import { text } from '../../text/text.ts'

const { status: words } = text.admin

/** The processes of the server, and how each does. */
export const ProcessesTable = ({ processes }: { processes: readonly ServerProcess[] }) => (
  <Table
    label={words.processes}
    isFlush
    columns={[
      { label: words.role },
      { label: words.pid, isNumber: true },
      { label: words.uptime, isNumber: true },
      { label: words.memory, isNumber: true },
      { label: words.heap, isNumber: true },
      { label: words.delay, isNumber: true },
    ]}
  >
    {processes.map(({ role, pid, measurement }) => (
      <tr key={pid}>
        <th scope="row">{words.roles[role]}</th>
        <NumberCell>{pid}</NumberCell>
        {measurement ? (
          <>
            <NumberCell>{duration(Date.now() - measurement.startedAt, 1000)}</NumberCell>
            <NumberCell>{bytes(measurement.residentBytes)}</NumberCell>
            <NumberCell>{bytes(measurement.heapBytes)}</NumberCell>
            <NumberCell>{quantity(measurement.eventLoopDelayMs, 'ms')}</NumberCell>
          </>
        ) : (
          <td colSpan={4}>{words.silent}</td>
        )}
      </tr>
    ))}
  </Table>
)
