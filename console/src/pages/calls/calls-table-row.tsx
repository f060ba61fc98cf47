import { Link } from '@tanstack/react-router'
import { CircleCheck } from 'lucide-react'
import { LiveBadge } from '../../design/marks/live-badge.tsx'
import { SeverityMark } from '../../design/marks/severity-mark.tsx'
import { Moment } from '../../design/time/moment.tsx'
import type { CallRow, Outcome } from '../../model/call.ts'
import { callName, secondName } from '../../model/names.ts'
import { count, duration } from '../../model/units.ts'
import { text } from '../../text/text.ts'
import styles from './calls-table.module.css'

/** The whole row is a link: that of its name reaches over all of it. */
export function CallsTableRow({ row: { call, outcome, peopleCount }, now }: { row: CallRow; now: number }) {
  const second = secondName(call)
  return (
    <tr className={styles.row}>
      <td className={styles.outcome}>
        <OutcomeMark outcome={outcome} />
      </td>
      <td className={styles.call}>
        <Link
          to="/conference/$conferenceId"
          params={{ conferenceId: call.id }}
          className={styles.link}
          title={callName(call)}
          data-row
        >
          <bdi>{callName(call)}</bdi>
        </Link>
        {second && <bdi className={styles.second}>{second}</bdi>}
      </td>
      <td className={styles.number} data-label={text.calls.columns.people}>
        {count(peopleCount)}
      </td>
      <td className={styles.started}>
        <Moment at={call.startedAt ?? call.createdAt} now={now} />
      </td>
      <td className={styles.number} data-label={text.calls.columns.duration}>
        {durationText(call, now)}
      </td>
    </tr>
  )
}

/** Of a running call: so far, to the minute. */
function durationText({ isOngoing, startedAt, durationMs }: CallRow['call'], now: number): string {
  if (isOngoing && startedAt !== undefined) return duration(Math.max(now - startedAt, 60_000), 60_000)
  return durationMs > 0 ? duration(durationMs) : '–'
}

function OutcomeMark({ outcome }: { outcome: Outcome }) {
  if (outcome === 'ongoing') return <LiveBadge />
  if (outcome !== 'success') return <SeverityMark severity={outcome} word={text.outcome[outcome]} />
  return (
    <span className={styles.success}>
      <CircleCheck size={14} aria-hidden="true" />
      {text.outcome.success}
    </span>
  )
}
