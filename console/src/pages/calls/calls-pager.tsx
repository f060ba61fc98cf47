import { Link } from '@tanstack/react-router'
import { buttonClass } from '../../design/button/button.tsx'
import { type CallsView, changeCallsView } from '../../model/calls-view.ts'
import { text } from '../../text/text.ts'
import styles from './calls-page.module.css'

/** Pages follow each other; there are no page numbers. The way back is the browser's. */
export const CallsPager = ({ view, nextPage }: { view: CallsView; nextPage: string | undefined }) => (
  <nav className={styles.pager} aria-label={text.calls.pages}>
    {view.page && (
      <Link to="." search={changeCallsView(view, {})} className={buttonClass()}>
        {view.sort === 'oldest' ? text.calls.first : text.calls.newest}
      </Link>
    )}
    {nextPage && (
      <Link to="." search={{ ...view, page: nextPage }} className={buttonClass()}>
        {view.sort === 'oldest' ? text.calls.next : text.calls.older}
      </Link>
    )}
  </nav>
)
