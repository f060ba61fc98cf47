import type { Timeline } from '../../model/timeline/timeline.ts'
import { duration, offset } from '../../model/units.ts'
import { text } from '../../text/text.ts'
import styles from './timeline.module.css'

const { columns } = text.timeline

/** The timeline in words. */
export function TimelineTable({ timeline: { lanes } }: { timeline: Timeline }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={styles.tableFrame} tabIndex={0} aria-label={text.call.timeline}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{columns.who}</th>
            <th scope="col">{columns.what}</th>
            <th scope="col" className={styles.number}>
              {columns.from}
            </th>
            <th scope="col" className={styles.number}>
              {columns.to}
            </th>
            <th scope="col" className={styles.number}>
              {columns.length}
            </th>
          </tr>
        </thead>
        <tbody>
          {lanes.flatMap((lane, index) => {
            const who = laneName(lanes, index)
            const spans = lane.spans.map(({ label, from, to }) => ({ label, from, to: to as number | undefined }))
            const marks = lane.marks.map(({ label, at }) => ({ label, from: at, to: undefined }))
            const rows = [...spans, ...marks].sort((one, other) => one.from - other.from)
            return rows.map(({ label, from, to }) => (
              <tr key={`${lane.key} ${label} ${from} ${to}`}>
                <td>{who}</td>
                <td>{label}</td>
                <td className={styles.number}>{offset(from, 100)}</td>
                <td className={styles.number}>{to === undefined ? '' : offset(to, 100)}</td>
                <td className={styles.number}>{to === undefined ? '' : duration(to - from)}</td>
              </tr>
            ))
          })}
        </tbody>
      </table>
    </section>
  )
}

/** A lane with its person: "Bob ↔ Alice". What was found is of the person alone. */
function laneName(lanes: Timeline['lanes'], index: number): string {
  const lane = lanes[index]
  if (!lane) return ''
  const owner = lanes.find(({ kind, personId }) => kind === 'person' && personId === lane.personId)?.label
  if (owner === undefined || lane.kind === 'person') return lane.label
  return lane.kind === 'findings' ? owner : `${owner} ${lane.label}`
}
