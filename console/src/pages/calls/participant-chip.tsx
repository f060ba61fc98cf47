import { X } from 'lucide-react'
import { personName } from '../../model/names.ts'
import { useParticipant } from '../../rpc/participant.ts'
import { text } from '../../text/text.ts'
import styles from './calls-page.module.css'

/** Says whose calls are listed; removes the filter. */
export function ParticipantChip({ participantId, onRemove }: { participantId: string; onRemove: () => void }) {
  const { data: person } = useParticipant(participantId)
  const label = text.calls.participant(person ? personName(person) : participantId)
  return (
    <button type="button" className={styles.chip} onClick={onRemove} aria-label={text.calls.remove(label)}>
      <bdi className={styles.chipText}>{label}</bdi>
      <X size={14} aria-hidden="true" />
    </button>
  )
}
