import { useMemo } from 'react'
import type { CallEvent } from '../../../model/call.ts'
import { readSetup } from '../../../model/network/setup-steps.ts'
import { duration } from '../../../model/units.ts'
import { text } from '../../../text/text.ts'
import styles from './setup-waterfall.module.css'

/** The steps of the setup below each other, on one axis. */
export function SetupWaterfall({ events, connectionId }: { events: readonly CallEvent[]; connectionId: string }) {
  const setup = useMemo(() => readSetup(events, connectionId), [events, connectionId])
  if (!setup) return <p className={styles.none}>{text.network.noSetup}</p>
  const share = (ms: number) => `${(100 * ms) / Math.max(setup.lengthMs, 1)}%`
  return (
    <table className={styles.waterfall} aria-label={text.network.setupName}>
      <thead>
        <tr>
          <th scope="col">{text.network.step}</th>
          <th scope="col" className={styles.bars} aria-label={text.network.course} />
          <th scope="col" className={styles.number}>
            {text.network.begin}
          </th>
          <th scope="col" className={styles.number}>
            {text.network.length}
          </th>
        </tr>
      </thead>
      <tbody>
        {setup.steps.map(({ name, from, to }) => (
          <tr key={name}>
            <th scope="row">{text.network.steps[name]}</th>
            <td className={styles.bars}>
              <span
                className={to === undefined ? styles.unfinished : styles.bar}
                style={{ marginLeft: share(from), width: share((to ?? setup.lengthMs) - from) }}
              />
            </td>
            <td className={styles.number}>{duration(from)}</td>
            <td className={styles.number}>{to === undefined ? text.network.unfinished : duration(to - from)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
