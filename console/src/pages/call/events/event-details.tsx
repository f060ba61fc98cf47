import { CopyButton } from '../../../design/copy-button/copy-button.tsx'
import type { CallEvent } from '../../../model/call.ts'
import { utc } from '../../../model/dates.ts'
import { text } from '../../../text/text.ts'
import styles from './event-details.module.css'

/** The data of an event as it was reported. */
export function EventDetails({ event }: { event: CallEvent | undefined }) {
  if (!event) return <p className={styles.none}>{text.events.select}</p>
  const json = event.data === undefined ? '' : JSON.stringify(event.data, null, 2)
  return (
    <section className={styles.details} aria-label={text.events.data}>
      <div className={styles.head}>
        <h3 className={styles.title}>{event.type}</h3>
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
