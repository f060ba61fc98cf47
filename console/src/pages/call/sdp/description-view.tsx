import { ChevronRight } from 'lucide-react'
import { useMemo } from 'react'
import type { ComparedSection } from '../../../model/sdp/compare.ts'
import { sectionFacts, sectionName, summarizeChanges } from '../../../model/sdp/summarize.ts'
import { text } from '../../../text/text.ts'
import styles from './sdp-panel.module.css'

/** A description by section: what changed is unfolded. */
export function DescriptionView({
  sections,
  isCompared,
}: {
  sections: readonly ComparedSection[]
  isCompared: boolean
}) {
  const changes = useMemo(() => summarizeChanges(sections), [sections])
  return (
    <div className={styles.description}>
      {isCompared && (
        <ul className={styles.changes}>
          {(changes.length > 0 ? changes : [text.sdp.unchanged]).map(change => (
            <li key={change}>{change}</li>
          ))}
        </ul>
      )}
      {sections.map(section => (
        <Section key={(section.now ?? section.before)?.id} section={section} />
      ))}
    </div>
  )
}

const marks = { same: ' ', added: '+', removed: '−' }
const spoken = { same: '', added: text.sdp.lineAdded, removed: text.sdp.lineRemoved }

function Section({ section: { now, before, state, lines } }: { section: ComparedSection }) {
  const about = now ?? before
  if (!about) return null
  return (
    <details className={styles.section} open={state !== 'same' && about.medium !== 'session'}>
      <summary className={styles.summary}>
        <ChevronRight size={14} aria-hidden="true" className={styles.chevron} />
        <span className={styles.sectionName}>{sectionName(about)}</span>
        <span className={styles.facts}>{sectionFacts(about)}</span>
        {state !== 'same' && <span className={styles.state}>{text.sdp[state]}</span>}
      </summary>
      <ol className={styles.lines}>
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines repeat, and never change places
          <li key={index} className={styles[line.state]}>
            <span aria-hidden="true">{marks[line.state]} </span>
            {line.state !== 'same' && <span className="visually-hidden">{spoken[line.state]} </span>}
            {line.text}
          </li>
        ))}
      </ol>
    </details>
  )
}
