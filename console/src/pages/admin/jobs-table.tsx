import { Button } from '../../design/button/button.tsx'
import { ActionsCell, CutCell, NumberCell, Table } from '../../design/table/table.tsx'
import { Foreign } from '../../design/text/foreign.tsx'
import { Moment } from '../../design/time/moment.tsx'
import { count } from '../../model/units.ts'
import type { Job } from '../../rpc/jobs.ts'
import { text } from '../../text/text.ts'

interface JobsTableProps {
  jobs: readonly Job[]
  isBusy: boolean
  onRetry: (jobId: string) => void
  onDiscard: (jobId: string) => void
}

const { columns } = text.admin

export function JobsTable({ jobs, isBusy, onRetry, onDiscard }: JobsTableProps) {
  const now = Date.now()
  return (
    <Table
      label={text.admin.jobs}
      columns={[
        { label: columns.created },
        { label: text.admin.queue },
        { label: columns.state },
        { label: columns.failedTries, isNumber: true },
        { label: columns.payload },
        { label: columns.error },
        undefined,
      ]}
    >
      {jobs.map(job => (
        <tr key={job.id}>
          <td>{job.createdAt !== undefined && <Moment at={job.createdAt} now={now} />}</td>
          <td>{job.queue}</td>
          <td>{job.state && text.admin.jobStates[job.state]}</td>
          <NumberCell>{text.admin.tries(count(job.failedTries), count(job.retryLimit + 1))}</NumberCell>
          <CutCell>
            <Foreign mono>{JSON.stringify(job.payload)}</Foreign>
          </CutCell>
          <CutCell>
            <Foreign>{job.error}</Foreign>
          </CutCell>
          <ActionsCell>
            {(job.state === 'givenUp' || job.state === 'retrying') && (
              <Button look="quiet" disabled={isBusy} onClick={() => onRetry(job.id)}>
                {text.common.retry}
              </Button>
            )}
            {job.state !== 'completed' && job.state !== 'running' && (
              <Button look="quiet" disabled={isBusy} onClick={() => onDiscard(job.id)}>
                {text.admin.discard}
              </Button>
            )}
          </ActionsCell>
        </tr>
      ))}
    </Table>
  )
}
