import { Link } from '@tanstack/react-router'
import { deletedText } from '../../model/records/record-changes.ts'
import { MAX_REFERENCES, type References, type StoredRecord } from '../../model/records/records.ts'
import { text } from '../../text/text.ts'
import styles from './records.module.css'

interface RecordReferencesProps {
  record: StoredRecord
  references: readonly References[]
}

/** What points to a record, each with the list of it. */
export function RecordReferences({ record, references }: RecordReferencesProps) {
  const some = references.filter(({ count }) => count > 0)
  if (some.length === 0) return <p className={styles.hint}>{text.records.noReferences}</p>
  return (
    <ul className={styles.references}>
      {some.map(({ kind, field, count }) => {
        const records = deletedText([{ kind, count }])
        return (
          <li key={`${kind} ${field}`}>
            <Link to={`/admin/records/${kind}` as string} search={{ [field]: record.id }}>
              {count >= MAX_REFERENCES ? text.records.orMore(records) : records}
            </Link>{' '}
            <code className={styles.by}>{field}</code>
          </li>
        )
      })}
    </ul>
  )
}
