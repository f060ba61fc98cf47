import { FilterChip } from '../../design/filter-chips/filter-chip.tsx'
import { personName } from '../../model/names.ts'
import { useParticipant } from '../../rpc/participants.ts'
import { text } from '../../text/text.ts'

/** Says whose calls are listed; removes the filter. */
export function ParticipantChip({ participantId, onRemove }: { participantId: string; onRemove: () => void }) {
  const { data: person } = useParticipant(participantId)
  const label = text.calls.participant(person ? personName(person) : participantId)
  return <FilterChip label={label} onRemove={onRemove} />
}
