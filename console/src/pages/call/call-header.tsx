import { Link } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import { CopyButton } from '../../design/copy-button/copy-button.tsx'
import { LiveBadge } from '../../design/marks/live-badge.tsx'
import { QualityMark } from '../../design/marks/quality-mark.tsx'
import { useNow } from '../../design/now/use-now.ts'
import type { Call, Judgement } from '../../model/call.ts'
import { span, utc } from '../../model/dates.ts'
import { callName, secondName } from '../../model/names.ts'
import { counted } from '../../model/plural.ts'
import type { JudgedPerson } from '../../model/quality-order.ts'
import { duration } from '../../model/units.ts'
import { text } from '../../text/text.ts'
import { Basis } from './basis.tsx'
import styles from './call-header.module.css'
import { CallMenu } from './call-menu.tsx'
import type { CallData } from './use-call-data.ts'

interface CallHeaderProps {
  call: Call
  people: readonly JudgedPerson[]
  data: CallData
}

/** What the call was, and how it went, in one sentence. */
export function CallHeader({ call, people, data: { judgement, watch } }: CallHeaderProps) {
  const second = secondName(call)
  const { data, isError } = judgement
  return (
    <header className={styles.header}>
      <nav className={styles.crumbs}>
        <Link to="/apps/$appId/calls" params={{ appId: call.appId }}>
          {text.call.crumb}
        </Link>
        <ChevronRight size={14} aria-hidden="true" />
        <bdi className={styles.crumb}>{callName(call)}</bdi>
        <span className={styles.actions}>
          <CopyButton isLink look="quiet" label={text.call.copyLink} value={() => location.href} />
          <CallMenu call={call} />
        </span>
      </nav>
      <div className={styles.first}>
        {call.isOngoing ? (
          <LiveBadge />
        ) : (
          data?.progress === 'done' && <QualityMark quality={data.verdict?.quality ?? 'unjudged'} />
        )}
        <h1 className={styles.name}>
          <bdi>{callName(call)}</bdi>
        </h1>
        {second && <bdi className={styles.second}>{second}</bdi>}
        {watch === 'lost' && (
          <span role="status" className={styles.lost}>
            {text.call.notLive}
          </span>
        )}
      </div>
      <CallFacts call={call} people={people} />
      <p className={styles.reason}>{isError && !data ? text.call.judgementFailed : reasonText(data)}</p>
      <div className={styles.basis}>
        {data?.progress === 'done' && data.people.length > 0 && <Basis judgement={data} people={people} />}
      </div>
    </header>
  )
}

function CallFacts({ call, people }: Pick<CallHeaderProps, 'call' | 'people'>) {
  const now = useNow(call.isOngoing ? 1000 : 0)
  const from = call.startedAt ?? call.createdAt
  const length = call.isOngoing ? now - from : call.durationMs
  const persons = people.filter(({ person }) => !person.isSfu).length
  return (
    <p className={styles.facts}>
      <time dateTime={new Date(from).toISOString()} title={utc(from)}>
        {span(from, call.endedAt)}
      </time>
      {length > 0 && <span>{duration(length, call.isOngoing ? 1000 : 1)}</span>}
      {persons > 0 && <span>{counted(persons, text.nouns.person)}</span>}
    </p>
  )
}

function reasonText(judgement: Judgement | undefined): string {
  if (judgement === undefined) return '\u00a0'
  if (judgement.progress === 'building') return text.call.building
  if (judgement.progress === 'ongoing')
    return judgement.verdict?.reason ? text.call.soFar(judgement.verdict.reason) : text.call.running
  return judgement.verdict?.reason ?? text.call.unjudged
}
