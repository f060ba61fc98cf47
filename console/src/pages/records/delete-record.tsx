import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { Confirm } from '../../design/confirm/confirm.tsx'
import { deletedText } from '../../model/records/record-changes.ts'
import type { StoredRecord } from '../../model/records/records.ts'
import { failureText } from '../../rpc/failure.ts'
import { useDeleteRecord, useDeletionPlan } from '../../rpc/records.ts'
import { text } from '../../text/text.ts'

/** Says what would go before it goes. */
export function DeleteRecord({ record, onClose }: { record: StoredRecord; onClose: () => void }) {
  const { ask, plan, error: planError } = useDeletionPlan(record)
  const { mutate, isPending, error } = useDeleteRecord()
  const navigate = useNavigate()
  const askOnce = useRef(ask)
  useEffect(() => askOnce.current(), [])
  const leave = () => void navigate({ to: '/admin/records/$kind', params: { kind: record.kind }, replace: true })
  return (
    <Confirm
      title={text.records.removeTitle}
      word={record.id}
      action={text.records.remove}
      isBusy={isPending || !plan}
      failure={failureText(planError ?? error)}
      onConfirm={() => mutate({ kind: record.kind, recordId: record.id }, { onSuccess: leave })}
      onClose={onClose}
    >
      <span role="status">{plan ? text.records.wouldGo(deletedText(plan)) : text.records.counting}</span>
    </Confirm>
  )
}
