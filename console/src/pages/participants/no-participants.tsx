import { Link } from '@tanstack/react-router'
import { buttonClass } from '../../design/button/button.tsx'
import { Notice } from '../../design/notice/notice.tsx'
import type { ParticipantsView } from '../../model/participants-view.ts'
import { text } from '../../text/text.ts'

/** Says why the list is empty, and the one thing to do. */
export function NoParticipants({ appId, view }: { appId: string; view: ParticipantsView }) {
  if (view.q || view.page) {
    const clear = (
      <Link to="." search={{}} className={buttonClass()}>
        {text.participants.clear}
      </Link>
    )
    return <Notice title={text.participants.none} action={clear} />
  }
  const setUp = (
    <Link to="/welcome" search={{ app: appId }} className={buttonClass('primary')}>
      {text.calls.setUp}
    </Link>
  )
  return (
    <Notice title={text.participants.noneEver} action={setUp}>
      {text.participants.noneEverHint}
    </Notice>
  )
}
