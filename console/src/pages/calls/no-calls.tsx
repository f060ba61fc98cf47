import { Link } from '@tanstack/react-router'
import { buttonClass } from '../../design/button/button.tsx'
import { Notice } from '../../design/notice/notice.tsx'
import { type CallsView, isFiltered } from '../../model/calls-view.ts'
import { text } from '../../text/text.ts'

/** Says why the list is empty, and the one thing to do. */
export function NoCalls({ appId, view }: { appId: string | undefined; view: CallsView }) {
  if (isFiltered(view)) {
    const clear = (
      <Link to="." search={{}} className={buttonClass()}>
        {text.calls.clear}
      </Link>
    )
    return <Notice title={text.calls.none} action={clear} />
  }
  const setUp = (
    <Link to="/welcome" search={appId ? { app: appId } : {}} className={buttonClass('primary')}>
      {text.calls.setUp}
    </Link>
  )
  return (
    <Notice title={text.calls.noneEver} action={setUp}>
      {text.calls.noneEverHint}
    </Notice>
  )
}
