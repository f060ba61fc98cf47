import { Fragment } from 'react'
import { Foreign } from '../../design/text/foreign.tsx'
import type { Lane, Timeline } from '../../model/timeline/timeline.ts'
import { text } from '../../text/text.ts'
import { LaneList } from './lane-list.tsx'
import type { RenderDetails } from './timeline-chart.tsx'
import styles from './timeline-list.module.css'

interface TimelineListProps {
  timeline: Timeline
  details: RenderDetails
}

/** The timeline in words: each row a list of what lasted and happened, for keyboards and screen readers. */
export const TimelineList = ({ timeline, details }: TimelineListProps) => (
  <section className={styles.frame} aria-label={text.timeline.rows}>
    {withJoinedFindings(timeline.lanes).map((lane, index, lanes) => {
      if (lane.spans.length === 0 && lane.marks.length === 0) return null
      const name = rowName(lanes, index)
      return (
        <Fragment key={lane.key}>
          <h3 className={styles.row}>
            <Foreign>{name}</Foreign>
          </h3>
          <LaneList lane={lane} name={name} timeline={timeline} details={details} />
        </Fragment>
      )
    })}
  </section>
)

/** Findings are in several rows only so that none lies upon another. */
function withJoinedFindings(lanes: readonly Lane[]): Lane[] {
  const joined: Lane[] = []
  for (const lane of lanes) {
    const last = joined.at(-1)
    if (last?.kind === 'findings' && lane.kind === 'findings' && last.personId === lane.personId)
      joined[joined.length - 1] = { ...last, spans: [...last.spans, ...lane.spans] }
    else joined.push(lane)
  }
  return joined
}

/** A row with its person: "Bob ↔ Alice", "Bob: Findings". */
function rowName(lanes: readonly Lane[], index: number): string {
  const lane = lanes[index]
  if (!lane) return ''
  const owner = lanes.find(({ kind, personId }) => kind === 'person' && personId === lane.personId)?.label
  if (owner === undefined || lane.kind === 'person') return lane.label
  return lane.kind === 'connection' ? `${owner} ${lane.label}` : `${owner}: ${lane.label || text.timeline.findings}`
}
