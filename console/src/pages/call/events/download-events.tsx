import { useMutation } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { Button } from '../../../design/button/button.tsx'
import { saveFile } from '../../../design/save-file/save-file.ts'
import type { Call } from '../../../model/call.ts'
import { type EventFilter, toJsonLines } from '../../../model/filter-events.ts'
import { readEvents } from '../../../rpc/events.ts'
import { failureText } from '../../../rpc/failure.ts'
import { text } from '../../../text/text.ts'
import styles from './events-panel.module.css'

interface DownloadEventsProps {
  call: Call
  filter: EventFilter
  isEmpty: boolean
}

/** Saves the events that match, with all their data, as JSON Lines. */
export function DownloadEvents({ call, filter, isEmpty }: DownloadEventsProps) {
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => readEvents(call.id, filter),
    onSuccess: events => saveFile(`${call.id}.jsonl`, toJsonLines(events), 'application/jsonl'),
  })
  return (
    <span className={styles.download}>
      {error && <span role="alert">{`${text.events.downloadFailed} ${failureText(error)}`}</span>}
      <Button look="quiet" icon={<Download size={14} />} disabled={isEmpty || isPending} onClick={() => mutate()}>
        {text.events.download}
      </Button>
    </span>
  )
}
