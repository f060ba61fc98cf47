import type { ReactNode, RefObject } from 'react'
import styles from './table.module.css'

/** A heading. Absent: the column has none, as one of buttons. */
type TableColumn = { label: string; isNumber?: boolean } | undefined

interface TableProps {
  /** Name of the table for those who do not see where it stands. */
  label: string
  columns: readonly TableColumn[]
  /** Within a card, which has a frame already. */
  isFlush?: boolean
  /** Where there is little room, rows become blocks whose first cell is a line of its own. */
  isFolding?: boolean
  /** Of many low rows: scrolls below its headings. */
  isScrolling?: boolean
  body?: RefObject<HTMLTableSectionElement | null> | undefined
  /** Rows. */
  children: ReactNode
}

/** A table that scrolls sideways where it must, by keyboard, too. */
export const Table = ({
  label,
  columns,
  isFlush = false,
  isFolding = false,
  isScrolling = false,
  body,
  children,
}: TableProps) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
  <section className={frameClass(isFlush, isScrolling)} tabIndex={0} aria-label={label}>
    <table className={`${styles.table} ${isFolding ? styles.folding : ''}`}>
      <thead>
        <tr>
          {columns.map((column, index) =>
            column ? (
              <th key={column.label} scope="col" className={column.isNumber ? styles.number : ''}>
                {column.label}
              </th>
            ) : (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns never change places
              <td key={index} />
            ),
          )}
        </tr>
      </thead>
      <tbody ref={body}>{children}</tbody>
    </table>
  </section>
)

const frameClass = (isFlush: boolean, isScrolling: boolean): string =>
  `${isFlush ? styles.flush : styles.frame} ${isScrolling ? styles.scrolling : ''}`

/** A right-aligned number. */
export const NumberCell = ({ children }: { children: ReactNode }) => <td className={styles.number}>{children}</td>

/** What may be long: cut to a line of some width. */
export const CutCell = ({ children }: { children: ReactNode }) => <td className={styles.cut}>{children}</td>

/** Buttons at the end of a row. */
export const ActionsCell = ({ children }: { children: ReactNode }) => (
  <td>
    <span className={styles.actions}>{children}</span>
  </td>
)

/** A row that is a link as a whole: of the class {@link rowLinkClass}, in one of its cells. */
export const LinkedRow = ({ children }: { children: ReactNode }) => <tr className={styles.linked}>{children}</tr>

export const rowLinkClass = styles.link
