import { Link } from '@tanstack/react-router'
import type { CallRow } from '../../model/call.ts'
import { issueWords } from '../../model/issue-words.ts'
import { callName, namesText, secondName } from '../../model/names.ts'
import { counted } from '../../model/plural.ts'
import { duration } from '../../model/units.ts'
import { text } from '../../text/text.ts'
import { LiveBadge } from '../marks/live-badge.tsx'
import { QualityMark } from '../marks/quality-mark.tsx'
import { Moment } from '../time/moment.tsx'
import styles from './calls-table.module.css'

/** Issues named in a row; more are counted. */
const MAX_ISSUES = 2

/** The whole row is a link: that of its name reaches over all of it. */
export function CallsTableRow({ row, now }: { row: CallRow; now: number }) {
  const { call, verdict, personVerdict, peopleCount, peopleNames, issueCodes, issueCodeCount } = row
  const second = secondName(call)
  const shown = personVerdict ?? verdict
  return (
    <tr className={styles.row}>
      <td className={styles.quality}>
        <QualityMark quality={shown?.quality ?? 'unjudged'} />
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
        {call.isOngoing && <LiveBadge />}
        {second && <bdi className={styles.second}>{second}</bdi>}
      </td>
      <td className={styles.people} title={counted(peopleCount, text.nouns.person)}>
        <bdi>{namesText(peopleNames, peopleCount)}</bdi>
      </td>
      <td className={styles.started}>
        <Moment at={call.startedAt ?? call.createdAt} now={now} />
      </td>
      <td className={styles.number}>{durationText(call, now)}</td>
      <td className={styles.reason} title={shown?.reason}>
        {shown && shown.quality !== 'good' ? shown.reason : ''}
      </td>
      <td className={styles.issues}>
        {issueCodes.slice(0, MAX_ISSUES).map(code => (
          <span key={code} className={styles.issue}>
            {issueWords(code)}
          </span>
        ))}
        {issueCodeCount > MAX_ISSUES && <span className={styles.more}>+{issueCodeCount - MAX_ISSUES}</span>}
      </td>
    </tr>
  )
}

/** Of a running call: so far, to the minute. */
function durationText({ isOngoing, startedAt, durationMs }: CallRow['call'], now: number): string {
  if (isOngoing && startedAt !== undefined) return duration(Math.max(now - startedAt, 60_000), 60_000)
  return durationMs > 0 ? duration(durationMs) : '–'
}
