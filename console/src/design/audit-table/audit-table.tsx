import type { AuditEntry } from '../../model/audit.ts'
import { issueWords } from '../../model/issue-words.ts'
import { text } from '../../text/text.ts'
import { CutCell, Table } from '../table/table.tsx'
import { Foreign } from '../text/foreign.tsx'
import { Moment } from '../time/moment.tsx'

const { columns } = text.audit

/** Who changed what. @param isFlush within a card */
export function AuditTable({ entries, isFlush = false }: { entries: readonly AuditEntry[]; isFlush?: boolean }) {
  const now = Date.now()
  const heads = [columns.when, columns.who, columns.credential, columns.action, columns.subject, columns.details]
  return (
    <Table label={text.audit.title} isFlush={isFlush} columns={heads.map(label => ({ label }))}>
      {entries.map(entry => (
        <tr key={entry.id}>
          <td>
            <Moment at={entry.at} now={now} />
          </td>
          <CutCell>
            <Foreign>{entry.email || text.audit.nobody}</Foreign>
          </CutCell>
          <td>{text.audit.credentials[entry.credential]}</td>
          <td title={entry.action}>{issueWords(entry.action)}</td>
          <td>
            <code>{entry.subjectId}</code>
          </td>
          <CutCell>
            <Foreign mono>{JSON.stringify(entry.data) === '{}' ? '' : JSON.stringify(entry.data)}</Foreign>
          </CutCell>
        </tr>
      ))}
    </Table>
  )
}
