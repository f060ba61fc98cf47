import { type Column, heightOf } from '../../model/roll-ups/charts.ts'
import { count } from '../../model/units.ts'
import styles from './column-table.module.css'

/** The columns of a chart in numbers; those that are empty are left out. */
export function ColumnTable({ name, columns }: { name: string; columns: readonly Column[] }) {
  const [first] = columns
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={styles.frame} tabIndex={0} aria-label={name}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{name}</th>
            {first?.parts.map(({ key, label }) => (
              <th key={key} scope="col" className={styles.number}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {columns
            .filter(({ parts }) => heightOf(parts) > 0)
            .map(({ key, name: row, parts }) => (
              <tr key={key}>
                <th scope="row">{row}</th>
                {parts.map(part => (
                  <td key={part.key} className={styles.number}>
                    {count(part.value)}
                  </td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
    </section>
  )
}
