import { useNavigate } from '@tanstack/react-router'
import { Download, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../design/button/button.tsx'
import { Confirm } from '../../design/confirm/confirm.tsx'
import { saveBlob } from '../../design/save-file/save-file.ts'
import type { Participant } from '../../model/participant.ts'
import { failureText } from '../../rpc/failure.ts'
import { useEraseParticipant, useExportParticipant } from '../../rpc/privacy.ts'
import { text } from '../../text/text.ts'
import styles from './participant-page.module.css'

/** What a person may demand about their data: a copy, and its deletion. */
export function ParticipantActions({ participant: { id, appId, externalId } }: { participant: Participant }) {
  const [isErasing, setErasing] = useState(false)
  const navigate = useNavigate()
  const exporting = useExportParticipant()
  const erase = useEraseParticipant()
  const leave = () => void navigate({ to: '/apps/$appId/participants', params: { appId }, replace: true })
  return (
    <span className={styles.actions}>
      <span role="alert" className={styles.failure}>
        {failureText(exporting.error)}
      </span>
      <Button
        icon={<Download size={14} />}
        disabled={exporting.isPending}
        onClick={() => exporting.mutate(id, { onSuccess: file => saveBlob(`${externalId}.jsonl`, file) })}
      >
        {exporting.isPending ? text.participant.exporting : text.participant.export}
      </Button>
      <Button icon={<Trash2 size={14} />} onClick={() => setErasing(true)}>
        {text.participant.erase}
      </Button>
      {isErasing && (
        <Confirm
          title={text.participant.eraseTitle}
          word={externalId}
          action={text.participant.erase}
          isBusy={erase.isPending}
          failure={failureText(erase.error)}
          onConfirm={() => erase.mutate({ participantId: id }, { onSuccess: leave })}
          onClose={() => setErasing(false)}
        >
          {text.participant.eraseHint}
        </Confirm>
      )}
    </span>
  )
}
