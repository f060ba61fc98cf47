import { Button } from '../../design/button/button.tsx'
import type { Issue } from '../../model/call.ts'
import { evidenceText } from '../../model/findings.ts'
import { describeHit } from '../../model/timeline/describe.ts'
import type { Hit } from '../../model/timeline/layout.ts'
import type { Mark, Span, Timeline } from '../../model/timeline/timeline.ts'
import { text } from '../../text/text.ts'
import styles from './timeline-details.module.css'

interface TimelineDetailsProps {
  hit: Hit
  timeline: Timeline
  issues: readonly Issue[]
  onShow: (issue: Issue) => void
  onOpenEvent: (eventId: string) => void
}

/** How many of the marks that lie upon each other are listed. */
const MAX_LISTED = 8

/** What a span or mark of the timeline is: when, the evidence, and the way to its event or finding. */
export function TimelineDetails({ hit, timeline, issues, onShow, onOpenEvent }: TimelineDetailsProps) {
  const items: readonly (Span | Mark)[] = 'span' in hit ? [hit.span] : hit.marks.slice(0, MAX_LISTED)
  return items.map(item => {
    const issue = issues.find(({ id }) => id === item.issueId)
    const evidence = issue && evidenceText(issue)
    const { eventId } = item
    const { title, detail } = describeHit(
      'to' in item ? { lane: hit.lane, span: item } : { lane: hit.lane, marks: [item] },
      timeline,
    )
    return (
      <div key={`${item.eventId} ${item.issueId} ${detail}`} className={styles.item}>
        {items.length > 1 && <bdi className={styles.name}>{title}</bdi>}
        <p className={styles.when}>{detail}</p>
        {evidence && <p>{evidence}.</p>}
        {issue && <p className={styles.explanation}>{issue.explanation}</p>}
        {(issue || eventId) && (
          <p className={styles.actions}>
            {issue && <Button onClick={() => onShow(issue)}>{text.timeline.showFinding}</Button>}
            {eventId && <Button onClick={() => onOpenEvent(eventId)}>{text.timeline.openEvent}</Button>}
          </p>
        )}
      </div>
    )
  })
}
