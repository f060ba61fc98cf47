import { Collapsible } from '@base-ui/react/collapsible'
import { ChevronDown } from 'lucide-react'
import { QualityMark } from '../../design/marks/quality-mark.tsx'
import { Foreign } from '../../design/text/foreign.tsx'
import type { Judgement, ScoreSpread } from '../../model/call.ts'
import { personName } from '../../model/names.ts'
import type { JudgedPerson } from '../../model/quality-order.ts'
import { duration, score, share } from '../../model/units.ts'
import { text } from '../../text/text.ts'
import styles from './basis.module.css'

interface BasisProps {
  judgement: Extract<Judgement, { progress: 'done' }>
  people: readonly JudgedPerson[]
}

const { basisColumns: columns } = text.call
const scoreColumns = [columns.median, columns.worst, columns.low, columns.measured]

/** What the verdict rests on: the spread of scores per person. */
export const Basis = ({ judgement, people }: BasisProps) => (
  <Collapsible.Root>
    <Collapsible.Trigger className={styles.trigger}>
      {text.call.basis}
      <ChevronDown size={14} aria-hidden="true" className={styles.chevron} />
    </Collapsible.Trigger>
    <Collapsible.Panel className={styles.panel}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reached by keyboard */}
      <section className={styles.scroll} tabIndex={0} aria-label={text.call.basis}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col" rowSpan={2}>
                {columns.person}
              </th>
              <th scope="col" rowSpan={2}>
                {columns.verdict}
              </th>
              <th scope="colgroup" colSpan={4} className={styles.group}>
                {columns.audio}
              </th>
              <th scope="colgroup" colSpan={4} className={styles.group}>
                {columns.video}
              </th>
            </tr>
            <tr>
              {[columns.audio, columns.video].flatMap(group =>
                scoreColumns.map(column => (
                  <th key={`${group} ${column}`} scope="col" className={styles.number}>
                    {column}
                  </th>
                )),
              )}
            </tr>
          </thead>
          <tbody>
            {judgement.people.map(({ personId, verdict, audio, video }) => (
              <tr key={personId}>
                <th scope="row" className={styles.person}>
                  <Foreign>{nameOf(personId, people)}</Foreign>
                </th>
                <td>
                  <QualityMark quality={verdict?.quality ?? 'unjudged'} />
                </td>
                <SpreadCells spread={audio} />
                <SpreadCells spread={video} />
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className={styles.hint}>{text.call.basisHint}</p>
    </Collapsible.Panel>
  </Collapsible.Root>
)

function SpreadCells({ spread }: { spread: ScoreSpread | undefined }) {
  const cells = spread
    ? [score(spread.median), score(spread.worstTenth), share(spread.lowShare), duration(spread.measuredSeconds * 1000)]
    : ['–', '–', '–', '–']
  return cells.map((cell, index) => (
    <td key={scoreColumns[index]} className={styles.number}>
      {cell}
    </td>
  ))
}

function nameOf(personId: string, people: readonly JudgedPerson[]): string {
  const known = people.find(({ person }) => person.id === personId)
  return known ? personName(known.person) : personId
}
