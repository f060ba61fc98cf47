import { useState } from 'react'
import { Dialog } from '../../design/dialog/dialog.tsx'
import field from '../../design/field/field.module.css'
import { Field, Form } from '../../design/form/form.tsx'
import { changesOf, type Edited, editedOf, type FieldChange } from '../../model/records/record-changes.ts'
import type { RecordField, StoredRecord } from '../../model/records/records.ts'
import { failureText } from '../../rpc/failure.ts'
import { useUpdateRecord } from '../../rpc/records.ts'
import { text } from '../../text/text.ts'
import styles from './records.module.css'

interface EditRecordProps {
  record: StoredRecord
  /** Those that can be changed. */
  fields: readonly RecordField[]
  onClose: () => void
}

/** A form of the fields that can be changed, with what they were and will be. */
export function EditRecord({ record, fields, onClose }: EditRecordProps) {
  const [edited, setEdited] = useState<Edited>(() => editedOf(record, fields))
  const { update, isPending, error } = useUpdateRecord()
  const changes = changesOf(record, fields, edited)
  const set = (name: string, value: string | boolean) => setEdited(before => ({ ...before, [name]: value }))
  return (
    <Dialog title={text.records.editTitle} onClose={onClose}>
      <Form
        isReady={changes.length > 0}
        isBusy={isPending}
        failure={failureText(error)}
        onSubmit={() => update(record, changes, onClose)}
      >
        {fields.map(({ name, type, maxLength }) =>
          type === 'boolean' ? (
            <label key={name} className={styles.check}>
              <input
                type="checkbox"
                checked={edited[name] === true}
                onChange={event => set(name, event.target.checked)}
              />
              {name}
            </label>
          ) : (
            <Field key={name} label={name}>
              <input
                className={field.input}
                value={String(edited[name] ?? '')}
                maxLength={maxLength}
                onChange={event => set(name, event.target.value)}
              />
            </Field>
          ),
        )}
        <Changes changes={changes} />
      </Form>
    </Dialog>
  )
}

const Changes = ({ changes }: { changes: readonly FieldChange[] }) => (
  <section className={styles.changes} aria-label={text.records.changes}>
    <h3>{text.records.changes}</h3>
    {changes.length === 0 ? (
      <p className={styles.hint}>{text.records.noChanges}</p>
    ) : (
      <>
        <ul>
          {changes.map(({ name, was, becomes }) => (
            <li key={name} className={styles.change}>
              <code>{name}</code>
              <del>{shown(was)}</del>
              <span className="visually-hidden">{text.records.becomes}</span>
              <ins>{shown(becomes)}</ins>
            </li>
          ))}
        </ul>
        <p className={styles.hint}>{text.records.audited}</p>
      </>
    )}
  </section>
)

const shown = (value: FieldChange['was']): string => (value === null ? text.records.nothing : String(value))
