import { Link } from '@tanstack/react-router'
import { ArrowUpRight } from 'lucide-react'
import { QualityMark } from '../../../design/marks/quality-mark.tsx'
import { Foreign } from '../../../design/text/foreign.tsx'
import { personName } from '../../../model/names.ts'
import { personFacts } from '../../../model/person-facts.ts'
import type { JudgedPerson } from '../../../model/quality-order.ts'
import { text } from '../../../text/text.ts'
import type { CallData } from '../use-call-data.ts'
import styles from './people-panel.module.css'

interface PersonRowProps {
  judged: JudgedPerson
  data: CallData
  isSelected: boolean
  onSelect: (personId: string | undefined) => void
}

export function PersonRow({ judged: { person, judged }, data, isSelected, onSelect }: PersonRowProps) {
  const own = <Item extends { personId: string }>(items: readonly Item[] = []) =>
    items.filter(({ personId }) => personId === person.id)
  const sessions = own(data.sessions.data)
  const facts = personFacts(sessions, own(data.connections.data), Date.now())
  const isSilent = data.sessions.data !== undefined && sessions.length === 0
  const lines = isSilent
    ? [person.isSfu ? text.call.sfu : text.call.neverReported]
    : [facts.device, facts.presence].filter(Boolean)
  return (
    <li className={styles.person}>
      <button
        type="button"
        className={styles.row}
        aria-pressed={isSelected}
        onClick={() => onSelect(isSelected ? undefined : person.id)}
      >
        <span className={styles.first}>
          <span className={styles.name}>
            <Foreign>{personName(person)}</Foreign>
          </span>
          {judged && <QualityMark quality={judged.verdict?.quality ?? 'unjudged'} />}
        </span>
        {lines.map(line => (
          <span key={line} className={styles.line}>
            {line}
          </span>
        ))}
        {judged?.verdict && judged.verdict.quality !== 'good' && (
          <span className={styles.reason}>{judged.verdict.reason}</span>
        )}
      </button>
      <Link
        to="/participant/$participantId"
        params={{ participantId: person.id }}
        className={styles.open}
        title={text.participant.allCalls(personName(person))}
        aria-label={text.participant.allCalls(personName(person))}
      >
        <ArrowUpRight size={14} />
      </Link>
    </li>
  )
}
