import { useMutation } from '@tanstack/react-query'
import { saveFile } from '../../../design/save-file/save-file.ts'
import { type EventFilter, toJsonLines } from '../../../model/filter-events.ts'
import { readEvents } from '../../../rpc/events.ts'

/** Saves the events of a call that match, with all their data, as JSON Lines. */
export const useDownloadEvents = (conferenceId: string, filter: EventFilter) =>
  useMutation({
    mutationFn: () => readEvents(conferenceId, filter),
    onSuccess: events => saveFile(`${conferenceId}.jsonl`, toJsonLines(events), 'application/jsonl'),
  })
