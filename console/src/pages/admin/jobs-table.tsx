import { Button } from '../../design/button/button.tsx'
import { Foreign } from '../../design/text/foreign.tsx'
import { Moment } from '../../design/time/moment.tsx'
import { count } from '../../model/units.ts'
import type { Job } from '../../rpc/jobs.ts'
import { text } from '../../text/text.ts'
import styles from './admin-page.module.css'

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
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reached by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label={text.admin.jobs}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{columns.created}</th>
            <th scope="col">{text.admin.queue}</th>
            <th scope="col">{columns.state}</th>
            <th scope="col" className={styles.number}>
              {columns.failedTries}
            </th>
            <th scope="col">{columns.payload}</th>
            <th scope="col">{columns.error}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {jobs.map(job => (
            <tr key={job.id}>
              <td>{job.createdAt !== undefined && <Moment at={job.createdAt} now={now} />}</td>
              <td>{job.queue}</td>
              <td>{job.state && text.admin.jobStates[job.state]}</td>
              <td className={styles.number}>{text.admin.tries(count(job.failedTries), count(job.retryLimit + 1))}</td>
              <td className={styles.cut}>
                <Foreign mono>{JSON.stringify(job.payload)}</Foreign>
              </td>
              <td className={styles.cut}>
                <Foreign>{job.error}</Foreign>
              </td>
              <td>
                <span className={styles.actions}>
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
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
