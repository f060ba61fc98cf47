import { Link } from '@tanstack/react-router'
import { useRowKeys } from '../../design/keys/use-row-keys.ts'
import { ShareBar } from '../../design/share-bar/share-bar.tsx'
import { LinkedRow, NumberCell, rowLinkClass, Table } from '../../design/table/table.tsx'
import { Moment } from '../../design/time/moment.tsx'
import { personName, secondName } from '../../model/names.ts'
import { MAX_CALLS, type Participant } from '../../model/participant.ts'
import { counted } from '../../model/plural.ts'
import { troubleText } from '../../model/quality-share.ts'
import { count } from '../../model/units.ts'
import { text } from '../../text/text.ts'
import styles from './participants-table.module.css'

const { columns } = text.participants
const heads = [
  { label: columns.name },
  { label: columns.calls, isNumber: true },
  { label: columns.quality },
  { label: columns.trouble },
  { label: columns.firstSeen },
  { label: columns.lastSeen },
]

export function ParticipantsTable({ participants }: { participants: readonly Participant[] }) {
  const body = useRowKeys()
  const now = Date.now()
  return (
    <Table label={text.participants.title} isFolding columns={heads} body={body}>
      {participants.map(participant => (
        <LinkedRow key={participant.id}>
          <th scope="row" className={styles.name}>
            <Name participant={participant} />
          </th>
          <NumberCell>
            <span className={styles.wide}>{orMore(participant, count(participant.callCount))}</span>
            <span className={styles.narrow}>
              {orMore(participant, counted(participant.callCount, text.nouns.call))}
            </span>
          </NumberCell>
          <td className={styles.share}>{participant.callCount > 0 && <ShareBar counts={participant.counts} />}</td>
          <td className={styles.trouble}>{participant.isSfu ? '–' : troubleText(participant.counts)}</td>
          <td className={styles.firstSeen}>
            <Moment at={participant.firstSeenAt} now={now} />
          </td>
          <td className={styles.lastSeen}>
            {participant.lastSeenAt === undefined ? (
              text.participants.notSeen
            ) : (
              <>
                <span className={styles.narrow}>{columns.lastSeen} </span>
                <Moment at={participant.lastSeenAt} now={now} />
              </>
            )}
          </td>
        </LinkedRow>
      ))}
    </Table>
  )
}

function Name({ participant }: { participant: Participant }) {
  const second = secondName(participant)
  return (
    <>
      <Link
        to="/participant/$participantId"
        params={{ participantId: participant.id }}
        className={rowLinkClass}
        title={personName(participant)}
        data-row
      >
        <bdi>{personName(participant)}</bdi>
      </Link>
      {participant.isSfu && <span className={styles.second}>{text.participant.sfu}</span>}
      {second && <bdi className={`${styles.second} ${styles.mono}`}>{second}</bdi>}
    </>
  )
}

const orMore = ({ callCount }: Participant, calls: string): string =>
  callCount >= MAX_CALLS ? text.participants.orMore(calls) : calls
