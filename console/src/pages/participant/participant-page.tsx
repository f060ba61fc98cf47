import { useParams } from '@tanstack/react-router'
import { FailureNotice, Notice } from '../../design/notice/notice.tsx'
import { Skeleton } from '../../design/skeleton/skeleton.tsx'
import { useTitle } from '../../design/title/use-title.ts'
import { personName } from '../../model/names.ts'
import { failureOf } from '../../rpc/failure.ts'
import { useParticipant } from '../../rpc/participants.ts'
import { text } from '../../text/text.ts'
import { ParticipantCalls } from './participant-calls.tsx'
import { ParticipantHeader } from './participant-header.tsx'
import styles from './participant-page.module.css'
import { UsageCard } from './usage-card.tsx'

/** One person across calls. */
export function ParticipantPage() {
  const { participantId = '' } = useParams({ strict: false })
  const { data: participant, error, refetch } = useParticipant(participantId)
  useTitle(participant ? personName(participant) : text.participants.title)
  if (error && !participant) {
    const failure = failureOf(error)
    if (failure.kind === 'notFound') return <Notice title={text.participant.gone}>{text.participant.goneHint}</Notice>
    return <FailureNotice failure={failure} onRetry={() => void refetch()} />
  }
  if (!participant) return <Skeleton rows={8} />
  return (
    <div className={styles.page}>
      <ParticipantHeader participant={participant} />
      <UsageCard participantId={participant.id} />
      <ParticipantCalls participantId={participant.id} />
    </div>
  )
}
