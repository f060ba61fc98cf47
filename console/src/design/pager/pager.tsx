import { Link } from '@tanstack/react-router'
import { text } from '../../text/text.ts'
import { buttonClass } from '../button/button.tsx'
import styles from './pager.module.css'

interface PagerProps {
  /** What the address says of the list besides the page. */
  search: object
  /** Token of the page that is shown; empty or undefined: the first. */
  page: string | undefined
  nextPage: string | undefined
  /** The newest first by default. */
  isOldestFirst?: boolean
}

/** Pages follow each other; there are no page numbers. The way back is the browser's. */
export function Pager({ search, page, nextPage, isOldestFirst = false }: PagerProps) {
  if (!page && !nextPage) return null
  return (
    <nav className={styles.pager} aria-label={text.common.pages}>
      {page && (
        <Link to="." search={search} className={buttonClass()}>
          {isOldestFirst ? text.common.firstPage : text.common.newest}
        </Link>
      )}
      {nextPage && (
        <Link to="." search={{ ...search, page: nextPage }} className={buttonClass()}>
          {isOldestFirst ? text.common.next : text.common.older}
        </Link>
      )}
    </nav>
  )
}
