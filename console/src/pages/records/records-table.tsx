import { Link } from '@tanstack/react-router'
import { CutCell, NumberCell, Table } from '../../design/table/table.tsx'
import { Moment } from '../../design/time/moment.tsx'
import { recordAddress } from '../../model/records/record-addresses.ts'
import { type RecordKind, type StoredRecord, tableFields } from '../../model/records/records.ts'
import { text } from '../../text/text.ts'
import { FieldValue } from './field-value.tsx'
import { kindTitle } from './kind-title.ts'

/** Records with their fields, JSON aside. */
export function RecordsTable({ kind, records }: { kind: RecordKind; records: readonly StoredRecord[] }) {
  const fields = tableFields(kind)
  const now = Date.now()
  const columns = [
    { label: text.records.id },
    { label: text.records.created },
    ...fields.map(({ name, type }) => ({ label: name, isNumber: type === 'number' })),
  ]
  return (
    <Table label={kindTitle(kind.name)} columns={columns}>
      {records.map(record => (
        <tr key={record.id}>
          <th scope="row">
            <Link {...recordAddress(kind.name, record.id, record.fields['conference_id'])}>
              <code>{record.id}</code>
            </Link>
          </th>
          <td>{record.createdAt === undefined ? '–' : <Moment at={record.createdAt} now={now} />}</td>
          {fields.map(field => {
            const Cell = field.type === 'number' ? NumberCell : CutCell
            return (
              <Cell key={field.name}>
                <FieldValue field={field} record={record} isShort />
              </Cell>
            )
          })}
        </tr>
      ))}
    </Table>
  )
}
