import { useNavigate, useSearch } from '@tanstack/react-router'
import { FailureNotice, Notice } from '../../design/notice/notice.tsx'
import { Pager } from '../../design/pager/pager.tsx'
import { Select } from '../../design/select/select.tsx'
import { Skeleton } from '../../design/skeleton/skeleton.tsx'
import { useTitle } from '../../design/title/use-title.ts'
import { failureOf, failureText } from '../../rpc/failure.ts'
import { jobStates, useDiscardJob, useJobs, useQueues, useRetryJob } from '../../rpc/jobs.ts'
import { text } from '../../text/text.ts'
import styles from './admin-page.module.css'
import { JobsTable } from './jobs-table.tsx'
import { QueuesTable } from './queues-table.tsx'

const ANY = 'any'

/** Work in the background: queues, and jobs with what became of them. */
export function JobsPage() {
  useTitle(text.admin.jobs)
  const { queue = '', state: wanted, page = '' } = useSearch({ from: '/shell/admin/jobs' })
  const state = jobStates.find(name => name === wanted)
  const navigate = useNavigate({ from: '/admin/jobs' })
  const queues = useQueues()
  const { data, error, refetch } = useJobs(queue, state, page)
  const retry = useRetryJob()
  const discard = useDiscardJob()
  const filters = { ...(queue ? { queue } : {}), ...(state ? { state } : {}) }
  const change = (changed: { queue?: string; state?: string }) => void navigate({ search: { ...filters, ...changed } })
  return (
    <>
      <h1>{text.admin.jobs}</h1>
      {queues.data ? <QueuesTable queues={queues.data} /> : <Skeleton rows={4} rowHeight={40} />}
      <div className={styles.filters}>
        <Select
          label={text.admin.queue}
          value={queue || ANY}
          isSet={queue !== ''}
          options={[
            { value: ANY, label: text.admin.anyQueue },
            ...(queues.data ?? []).map(({ name }) => ({ value: name, label: name })),
          ]}
          onChange={value => change({ queue: value === ANY ? '' : value })}
        />
        <Select
          label={text.admin.columns.state}
          value={state ?? ANY}
          isSet={state !== undefined}
          options={[
            { value: ANY, label: text.admin.anyState },
            ...jobStates.map(value => ({ value, label: text.admin.jobStates[value] })),
          ]}
          onChange={value => change({ state: value === ANY ? '' : value })}
        />
      </div>
      {error && !data ? (
        <FailureNotice failure={failureOf(error)} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton rows={6} />
      ) : data.jobs.length === 0 ? (
        <Notice title={text.admin.noJobs} />
      ) : (
        <JobsTable
          jobs={data.jobs}
          isBusy={retry.isPending || discard.isPending}
          onRetry={jobId => retry.mutate({ jobId })}
          onDiscard={jobId => discard.mutate({ jobId })}
        />
      )}
      <p role="alert" className={styles.failure}>
        {failureText(retry.error ?? discard.error)}
      </p>
      <Pager search={filters} page={page} nextPage={data?.nextPage} />
    </>
  )
}
