import { FailureNotice, Notice } from '../../../design/notice/notice.tsx'
import { Skeleton } from '../../../design/skeleton/skeleton.tsx'
import type { JudgedPerson } from '../../../model/quality-order.ts'
import { count } from '../../../model/units.ts'
import { failureOf } from '../../../rpc/failure.ts'
import { text } from '../../../text/text.ts'
import card from '../call-page.module.css'
import type { CallData } from '../use-call-data.ts'
import styles from './people-panel.module.css'
import { PersonRow } from './person-row.tsx'

interface PeoplePanelProps {
  data: CallData
  /** The worst first. */
  people: readonly JudgedPerson[]
  selected: string | undefined
  onSelect: (personId: string | undefined) => void
}

/** Who was in the call. Selecting one filters the rest of the page. */
export function PeoplePanel({ data, people, selected, onSelect }: PeoplePanelProps) {
  const { data: loaded, error, refetch } = data.people
  return (
    <section className={card.card} aria-label={text.call.people}>
      <div className={card.cardHead}>
        <h2>
          {text.call.people} {loaded && <span className={styles.count}>{count(people.length)}</span>}
        </h2>
      </div>
      {error && !loaded ? (
        <FailureNotice failure={failureOf(error)} onRetry={() => void refetch()} />
      ) : !loaded || (!data.judgement.data && !data.judgement.isError) ? (
        // With the judgement comes the order.
        <Skeleton rows={2} rowHeight={84} />
      ) : people.length === 0 ? (
        <Notice title={text.call.noPeople} />
      ) : (
        <ul className={styles.list}>
          {people.map(judged => (
            <PersonRow
              key={judged.person.id}
              judged={judged}
              data={data}
              isSelected={judged.person.id === selected}
              onSelect={onSelect}
            />
          ))}
        </ul>
      )}
    </section>
  )
}
