import { ChevronRight } from 'lucide-react'
import { memo } from 'react'
import { Foreign } from '../../design/text/foreign.tsx'
import type { PlacedLane, TimelineLayout } from '../../model/timeline/layout.ts'
import { text } from '../../text/text.ts'
import { AXIS_HEIGHT } from './geometry.ts'
import styles from './lane-labels.module.css'

interface LaneLabelsProps {
  layout: TimelineLayout
  gutter: number
  /** px of the rows that are scrolled away, and of what is in view. */
  scrollTop: number
  height: number
  onToggle: (key: string) => void
}

/** Names of the rows in view, at the left of the canvas; those with rows below them unfold. */
export const LaneLabels = memo(({ layout, gutter, scrollTop, height, onToggle }: LaneLabelsProps) => {
  const inView = layout.lanes.filter(({ top }) => top >= scrollTop - 4 && top < scrollTop + height - AXIS_HEIGHT)
  return inView.map(placed => <LaneLabel key={placed.lane.key} placed={placed} gutter={gutter} onToggle={onToggle} />)
})

interface LaneLabelProps {
  placed: PlacedLane
  gutter: number
  onToggle: (key: string) => void
}

function LaneLabel({ placed: { lane, top, height }, gutter, onToggle }: LaneLabelProps) {
  const { key, kind, label, isOpen } = lane
  const place = { top: AXIS_HEIGHT + top, height, width: gutter - 1 }
  const className = `${styles.label} ${styles[kind]}`
  if (isOpen === undefined)
    return (
      <span className={className} style={place}>
        <Foreign>{label}</Foreign>
      </span>
    )
  return (
    <button
      type="button"
      className={`${className} ${styles.foldable}`}
      style={place}
      aria-expanded={isOpen}
      aria-label={kind === 'person' ? text.timeline.unfold(label) : text.timeline.unfoldConnection(label)}
      onClick={() => onToggle(key)}
    >
      <ChevronRight size={12} aria-hidden="true" className={styles.chevron} />
      <Foreign>{label}</Foreign>
    </button>
  )
}
