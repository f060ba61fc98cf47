import { Card } from '../../design/card/card.tsx'
import { FailureNotice } from '../../design/notice/notice.tsx'
import { Skeleton } from '../../design/skeleton/skeleton.tsx'
import { NumberCell, Table } from '../../design/table/table.tsx'
import { useTitle } from '../../design/title/use-title.ts'
import { bytes, count } from '../../model/units.ts'
import { failureOf } from '../../rpc/failure.ts'
import { type ServerStatus, useServerStatus } from '../../rpc/server-status.ts'
import { text } from '../../text/text.ts'
import styles from './admin-page.module.css'
import { ProcessesTable } from './processes-table.tsx'

const { status: words } = text.admin

/** How the server does. */
export function ServerPage() {
  useTitle(text.admin.server)
  const { data: status, error, refetch } = useServerStatus()
  if (error && !status) return <FailureNotice failure={failureOf(error)} onRetry={() => void refetch()} />
  if (!status) return <Skeleton rows={8} />
  return (
    <>
      <h1>{text.admin.server}</h1>
      <Card title={words.processes}>
        <Facts facts={processFacts(status)} />
        <ProcessesTable processes={status.processes} />
      </Card>
      <Card title={words.database}>
        <Facts facts={databaseFacts(status)} />
        <Table
          label={words.partition}
          isFlush
          columns={[
            { label: words.partition },
            { label: words.rows, isNumber: true },
            { label: words.size, isNumber: true },
          ]}
        >
          {status.partitions.map(({ name, day, rowEstimate, bytes: size }) => (
            <tr key={name}>
              <th scope="row">{day || name}</th>
              <NumberCell>{count(rowEstimate)}</NumberCell>
              <NumberCell>{bytes(size)}</NumberCell>
            </tr>
          ))}
        </Table>
      </Card>
      <Card title={words.settings}>
        <Facts facts={status.settings} isMono />
      </Card>
    </>
  )
}

type Fact = readonly [name: string, value: string]

const Facts = ({ facts, isMono = false }: { facts: readonly Fact[]; isMono?: boolean }) => (
  <dl className={styles.facts}>
    {facts.map(([name, value]) => (
      <div key={name}>
        <dt>{isMono ? <code>{name}</code> : name}</dt>
        <dd>{isMono ? <code>{value}</code> : value}</dd>
      </div>
    ))}
  </dl>
)

const processFacts = (status: ServerStatus): Fact[] => [
  [words.version, status.version],
  [words.workers, count(status.workerCount)],
  ...(status.disk
    ? [[words.disk, words.free(bytes(status.disk.freeBytes), bytes(status.disk.totalBytes))] as const]
    : []),
]

const databaseFacts = (status: ServerStatus): Fact[] => [
  [words.engine, `${words.engines[status.engine]} ${status.engineVersion}`],
  [words.size, bytes(status.databaseBytes)],
  [words.migration, status.newestMigration],
]
