import { useMemo } from 'react'
import type { CallEvent } from '../../../model/call.ts'
import { readerDates } from '../../../model/dates.ts'
import { readCandidateErrors } from '../../../model/network/candidates.ts'
import { text } from '../../../text/text.ts'
import styles from './network-panel.module.css'

/** STUN and TURN servers that failed, with what they said. */
export function CandidateErrors({ connectionIds, events }: { connectionIds: string[]; events: readonly CallEvent[] }) {
  const ids = connectionIds.join(' ')
  const errors = useMemo(() => ids.split(' ').flatMap(id => readCandidateErrors(events, id)), [ids, events])
  if (errors.length === 0) return null
  return (
    <section className={styles.wide} aria-label={text.network.errors}>
      <h3>{text.network.errors}</h3>
      <ul className={styles.errors}>
        {errors.map(({ eventId, at, server, code, message }) => (
          <li key={eventId}>
            <span className={styles.note}>{readerDates.timeWithSeconds(at)}</span>{' '}
            <span className={styles.mono}>{server}</span> {[code, message].filter(Boolean).join(' ')}
          </li>
        ))}
      </ul>
    </section>
  )
}
