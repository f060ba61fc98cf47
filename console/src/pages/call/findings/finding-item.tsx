import { ZoomIn } from 'lucide-react'
import { Suspense, useEffect, useRef } from 'react'
import { Button } from '../../../design/button/button.tsx'
import { SeverityMark } from '../../../design/marks/severity-mark.tsx'
import { lazyPart } from '../../../design/part.ts'
import { Skeleton } from '../../../design/skeleton/skeleton.tsx'
import type { Call, Connection, Issue } from '../../../model/call.ts'
import { readerDates, utc } from '../../../model/dates.ts'
import { beginOf, evidenceText, type Finding } from '../../../model/findings.ts'
import { personName } from '../../../model/names.ts'
import type { JudgedPerson } from '../../../model/quality-order.ts'
import { duration } from '../../../model/units.ts'
import { text } from '../../../text/text.ts'
import type { Zoom } from '../use-time-window.ts'
import styles from './findings-panel.module.css'

const FindingGraph = lazyPart(() => import('../media/finding-graph.tsx'), 'FindingGraph')

interface FindingItemProps {
  call: Call
  issues: readonly Issue[]
  zoom: Zoom
  finding: Finding
  connections: readonly Connection[]
  people: readonly JudgedPerson[]
  /** The same explanation is given once. */
  isExplained: boolean
  isSelected: boolean
  onShow: (issue: Issue) => void
}

export function FindingItem(props: FindingItemProps) {
  const { call, issues, zoom, finding, connections, people, isExplained, isSelected, onShow } = props
  const { issue, depth, causes, ledTo } = finding
  const item = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (isSelected) item.current?.scrollIntoView({ block: 'nearest' })
  }, [isSelected])
  const evidence = evidenceText(issue)
  return (
    <li ref={item} className={`${styles.item} ${depth > 0 ? styles.below : ''} ${isSelected ? styles.selected : ''}`}>
      <div className={styles.head}>
        <SeverityMark severity={issue.severity} />
        <h3 className={styles.title}>{issue.title}</h3>
        <p className={styles.where}>
          <span>
            <bdi>{whoText(issue, connections, people)}</bdi>
            {issue.trackKind && `, ${text.findings.kinds[issue.trackKind]}`}
          </span>
          <FindingTime issue={issue} />
        </p>
        <Button
          icon={<ZoomIn size={14} />}
          aria-pressed={isSelected}
          aria-label={text.findings.showName(issue.title)}
          className={styles.show}
          onClick={() => onShow(issue)}
        >
          <span className={styles.showWord}>{text.findings.show}</span>
        </Button>
      </div>
      <p className={styles.evidence}>
        {[
          evidence && `${evidence}.`,
          causes.length > 0 && text.findings.causes(causes.join(', ')),
          ledTo.length > 0 && text.findings.ledTo(ledTo.join(', ')),
        ]
          .filter(Boolean)
          .join(' ')}
      </p>
      {issue.evidence.facts.length > 0 && (
        <dl className={styles.facts}>
          {issue.evidence.facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <bdi>{value}</bdi>
              </dd>
            </div>
          ))}
        </dl>
      )}
      {isExplained && <p className={styles.explanation}>{issue.explanation}</p>}
      {isSelected && (
        <Suspense fallback={<Skeleton rowHeight={112} />}>
          <FindingGraph call={call} issue={issue} issues={issues} zoom={zoom} />
        </Suspense>
      )}
    </li>
  )
}

function FindingTime({ issue }: { issue: Issue }) {
  const begin = beginOf(issue)
  const end = issue.from === undefined ? undefined : issue.to
  return (
    <time dateTime={new Date(begin).toISOString()} title={utc(begin)}>
      {readerDates.timeWithSeconds(begin)}
      {end !== undefined && ` – ${readerDates.timeWithSeconds(end)} (${duration(end - begin)})`}
      {issue.from !== undefined && end === undefined && ` – ${text.findings.lasts}`}
    </time>
  )
}

function whoText(issue: Issue, connections: readonly Connection[], people: readonly JudgedPerson[]): string {
  const nameOf = (id: string | undefined) => {
    const found = people.find(({ person }) => person.id === id)
    return found && personName(found.person)
  }
  const who = nameOf(issue.personId)
  if (who === undefined) return text.findings.wholeCall
  const peer = nameOf(connections.find(({ id }) => id === issue.connectionId)?.peerId)
  return peer === undefined ? who : `${who}, ${text.findings.towards(peer)}`
}
