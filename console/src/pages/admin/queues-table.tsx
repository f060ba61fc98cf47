import { NumberCell, Table } from '../../design/table/table.tsx'
import { count } from '../../model/units.ts'
import { text } from '../../text/text.ts'

interface Queue {
  name: string
  waitingCount: number
  runningCount: number
  retryingCount: number
  givenUpCount: number
}

const counts = [
  ['waitingCount', text.admin.jobStates.waiting],
  ['runningCount', text.admin.jobStates.running],
  ['retryingCount', text.admin.jobStates.retrying],
  ['givenUpCount', text.admin.jobStates.givenUp],
] as const

export const QueuesTable = ({ queues }: { queues: readonly Queue[] }) => (
  <Table
    label={text.admin.queues}
    columns={[{ label: text.admin.queue }, ...counts.map(([, label]) => ({ label, isNumber: true }))]}
  >
    {queues.map(queue => (
      <tr key={queue.name}>
        <th scope="row">{queue.name}</th>
        {counts.map(([name]) => (
          <NumberCell key={name}>{count(queue[name])}</NumberCell>
        ))}
      </tr>
    ))}
  </Table>
)
