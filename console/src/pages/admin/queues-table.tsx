import { count } from '../../model/units.ts'
import { text } from '../../text/text.ts'
import styles from './admin-page.module.css'

interface Queue {
  name: string
  waitingCount: number
  runningCount: number
  retryingCount: number
  givenUpCount: number
}

const counts = [
  ['waitingCount', text.admin.jobStates.waiting],
  ['runningCount', text.admin.jobStates.running],
  ['retryingCount', text.admin.jobStates.retrying],
  ['givenUpCount', text.admin.jobStates.givenUp],
] as const

export const QueuesTable = ({ queues }: { queues: readonly Queue[] }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reached by keyboard
  <section className={styles.scroll} tabIndex={0} aria-label={text.admin.queues}>
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{text.admin.queue}</th>
          {counts.map(([name, label]) => (
            <th key={name} scope="col" className={styles.number}>
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {queues.map(queue => (
          <tr key={queue.name}>
            <th scope="row">{queue.name}</th>
            {counts.map(([name]) => (
              <td key={name} className={styles.number}>
                {count(queue[name])}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)
