import { CopyButton } from '../../../design/copy-button/copy-button.tsx'
import { FailureNotice } from '../../../design/notice/notice.tsx'
import { Skeleton } from '../../../design/skeleton/skeleton.tsx'
import type { CallEvent } from '../../../model/call.ts'
import { utc } from '../../../model/dates.ts'
import { useEvent } from '../../../rpc/events.ts'
import { failureOf } from '../../../rpc/failure.ts'
import { text } from '../../../text/text.ts'
import styles from './event-details.module.css'

interface EventDetailsProps {
  callId: string
  eventId: string | undefined
}

/** The event that is selected, with all of its data. */
export function EventDetails({ callId, eventId }: EventDetailsProps) {
  const { data: event, error, refetch } = useEvent(callId, eventId)
  if (eventId === undefined) return <p className={styles.none}>{text.events.select}</p>
  if (event) return <EventData event={event} />
  if (error) return <FailureNotice failure={failureOf(error)} onRetry={() => void refetch()} />
  return <Skeleton rows={8} rowHeight={20} />
}

/** The data of an event as it was reported. */
function EventData({ event }: { event: CallEvent }) {
  const json = event.data === undefined ? '' : JSON.stringify(event.data, null, 2)
  return (
    <section className={styles.details} aria-label={text.events.data}>
      <div className={styles.head}>
        <h3 className={styles.title}>
          <bdi>{event.type}</bdi>
        </h3>
        {json && <CopyButton look="quiet" value={() => json} />}
      </div>
      <p className={styles.time}>{utc(event.at)}</p>
      {json ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        <pre className={styles.data} tabIndex={0}>
          {json}
        </pre>
      ) : (
        <p className={styles.time}>{text.events.noData}</p>
      )}
    </section>
  )
}
