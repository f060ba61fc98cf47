import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Button, buttonClass } from '../../design/button/button.tsx'
import { pageAddress } from '../../model/records/record-addresses.ts'
import type { RecordKind, StoredRecord } from '../../model/records/records.ts'
import { text } from '../../text/text.ts'
import { DeleteRecord } from './delete-record.tsx'
import { EditRecord } from './edit-record.tsx'
import styles from './records.module.css'

/** The page of the record for everybody, and what can be done with it. */
export function RecordActions({ kind, record }: { kind: RecordKind; record: StoredRecord }) {
  const [asked, setAsked] = useState<'edit' | 'delete'>()
  const page = pageAddress(record)
  const editable = kind.fields.filter(({ isEditable }) => isEditable)
  const close = () => setAsked(undefined)
  return (
    <span className={styles.actions}>
      {page && (
        <Link {...page} className={buttonClass()}>
          {page.to.startsWith('/conference/') ? text.records.openInCall : text.records.open}
        </Link>
      )}
      {editable.length > 0 && <Button onClick={() => setAsked('edit')}>{text.records.edit}</Button>}
      {kind.isDeletable && <Button onClick={() => setAsked('delete')}>{text.records.remove}</Button>}
      {asked === 'edit' && <EditRecord record={record} fields={editable} onClose={close} />}
      {asked === 'delete' && <DeleteRecord record={record} onClose={close} />}
    </span>
  )
}
