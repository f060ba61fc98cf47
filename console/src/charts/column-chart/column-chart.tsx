import { Link } from '@tanstack/react-router'
import { useRef } from 'react'
import { counted } from '../../model/plural.ts'
import { axisTop, type Column, heightOf, labelStep, type Part } from '../../model/roll-ups/charts.ts'
import { count } from '../../model/units.ts'
import { text } from '../../text/text.ts'
import { useWidth } from '../timeline/use-width.ts'
import styles from './column-chart.module.css'

interface ColumnChartProps {
  appId: string
  /** What it shows, in a few words. */
  name: string
  columns: readonly Column[]
}

/** px of a label with the room around it. */
const LABEL_WIDTH = 60

/** What the fills stand for. */
export const ColumnLegend = ({ keys }: { keys: readonly { key: string; label: string }[] }) => (
  <div className={styles.legend}>
    {keys.map(({ key, label }) => (
      <span key={key} className={styles.key}>
        <span className={`${styles.swatch} ${styles[key]}`} />
        {label}
      </span>
    ))}
  </div>
)

/** Columns whose parts are links: they are reached by keyboard, opened in tabs and read aloud. */
export function ColumnChart({ appId, name, columns }: ColumnChartProps) {
  const frame = useRef<HTMLDivElement>(null)
  const width = useWidth(frame)
  const top = axisTop(Math.max(...columns.map(({ parts }) => heightOf(parts)), 1))
  const step = labelStep(columns.length, Math.max(Math.floor(width / LABEL_WIDTH), 1))
  return (
    <div ref={frame} className={styles.chart}>
      <span className={styles.top} aria-hidden="true">
        {count(top)}
      </span>
      <ol className={styles.columns} aria-label={name}>
        {columns.map((column, index) => (
          <li key={column.key} className={styles.column}>
            <div className={styles.stack}>
              {column.parts.toReversed().map(part => (
                <ColumnPart key={part.key} appId={appId} column={column} part={part} top={top} />
              ))}
            </div>
            <span className={styles.label} aria-hidden="true">
              {index % step === 0 ? column.label : ''}
            </span>
          </li>
        ))}
      </ol>
    </div>
  )
}

interface ColumnPartProps {
  appId: string
  column: Column
  part: Part
  top: number
}

function ColumnPart({ appId, column, part, top }: ColumnPartProps) {
  if (part.value === 0) return null
  const name = text.overview.part(part.label, column.name, counted(part.value, text.nouns.call))
  return (
    <Link
      to="/apps/$appId/calls"
      params={{ appId }}
      search={part.view}
      preload={false}
      className={`${styles.part} ${styles[part.key] ?? styles.plain}`}
      style={{ height: `${(100 * part.value) / top}%` }}
      aria-label={name}
      title={name}
    />
  )
}
