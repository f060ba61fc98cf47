import { Link } from '@tanstack/react-router'
import { Foreign } from '../../design/text/foreign.tsx'
import { Moment } from '../../design/time/moment.tsx'
import { utc } from '../../model/dates.ts'
import { recordAddress } from '../../model/records/record-addresses.ts'
import type { RecordField, StoredRecord } from '../../model/records/records.ts'
import { text } from '../../text/text.ts'
import styles from './records.module.css'

interface FieldValueProps {
  field: RecordField
  record: StoredRecord
  /** Ids of links are cut to what tells them apart. */
  isShort?: boolean
}

/** Characters of an id that tell it from others of the same moment. */
const SHORT_ID = 12

/** A value of a record; what points to another record is a link. */
export function FieldValue({ field: { name, type, linkedKind }, record, isShort = false }: FieldValueProps) {
  const value = record.fields[name] ?? null
  if (value === null) return '–'
  if (typeof value === 'string' && linkedKind !== undefined) {
    return (
      <Link {...recordAddress(linkedKind, value, record.fields['conference_id'])} title={value}>
        <code>{isShort ? `…${value.slice(-SHORT_ID)}` : value}</code>
      </Link>
    )
  }
  if (typeof value === 'boolean') return value ? text.records.yes : text.records.no
  if (type === 'time' && typeof value === 'string' && !Number.isNaN(Date.parse(value)))
    return <ExactMoment at={Date.parse(value)} isShort={isShort} />
  if (typeof value === 'string') return <Foreign mono={type === 'uuid'}>{value}</Foreign>
  return <Foreign mono={type === 'json'}>{JSON.stringify(value)}</Foreign>
}

/** A moment, with that in UTC beside it where there is room. */
export const ExactMoment = ({ at, isShort = false }: { at: number; isShort?: boolean }) => (
  <>
    <Moment at={at} now={Date.now()} />
    {!isShort && <span className={styles.exact}>{utc(at)}</span>}
  </>
)
