import type { RecordKind, StoredRecord } from '../../model/records/records.ts'
import { text } from '../../text/text.ts'
import { ExactMoment, FieldValue } from './field-value.tsx'
import styles from './records.module.css'

/** The fields of a record, in the order of its kind. */
export const RecordFields = ({ kind, record }: { kind: RecordKind; record: StoredRecord }) => (
  <dl className={styles.fields}>
    {record.createdAt !== undefined && (
      <div>
        <dt>{text.records.created}</dt>
        <dd>
          <ExactMoment at={record.createdAt} />
        </dd>
      </div>
    )}
    {kind.fields.map(field => (
      <div key={field.name}>
        <dt>{field.name}</dt>
        <dd>
          <FieldValue field={field} record={record} />
        </dd>
      </div>
    ))}
  </dl>
)
