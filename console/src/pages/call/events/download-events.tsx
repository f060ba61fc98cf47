import { Download } from 'lucide-react'
import { Button } from '../../../design/button/button.tsx'
import type { Call } from '../../../model/call.ts'
import type { EventFilter } from '../../../model/filter-events.ts'
import { failureText } from '../../../rpc/failure.ts'
import { text } from '../../../text/text.ts'
import styles from './events-panel.module.css'
import { useDownloadEvents } from './use-download-events.ts'

interface DownloadEventsProps {
  call: Call
  filter: EventFilter
  isEmpty: boolean
}

/** Hands out the events that match. */
export function DownloadEvents({ call, filter, isEmpty }: DownloadEventsProps) {
  const { mutate, isPending, error } = useDownloadEvents(call.id, filter)
  return (
    <span className={styles.download}>
      {error && <span role="alert">{`${text.events.downloadFailed} ${failureText(error)}`}</span>}
      <Button look="quiet" icon={<Download size={14} />} disabled={isEmpty || isPending} onClick={() => mutate()}>
        {text.events.download}
      </Button>
    </span>
  )
}
