import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { buttonClass } from '../../design/button/button.tsx'
import { FailureNotice, Notice } from '../../design/notice/notice.tsx'
import { Skeleton } from '../../design/skeleton/skeleton.tsx'
import { useTitle } from '../../design/title/use-title.ts'
import type { CallView } from '../../model/call-view.ts'
import { readCallView } from '../../model/call-view.ts'
import { callName } from '../../model/names.ts'
import { useCall } from '../../rpc/call.ts'
import { failureOf } from '../../rpc/failure.ts'
import { text } from '../../text/text.ts'
import { CallContent } from './call-content.tsx'
import type { ChangeView } from './change-view.ts'

/** One call. */
export function CallPage() {
  const { conferenceId = '' } = useParams({ strict: false })
  const view = readCallView(useSearch({ strict: false }))
  const navigate = useNavigate()
  const { data: call, error, refetch } = useCall(conferenceId)
  useTitle(call ? callName(call) : text.call.crumb)
  const failure = error ? failureOf(error) : undefined
  if (failure?.kind === 'notFound') return <CallGone />
  if (!call) return failure ? <FailureNotice failure={failure} onRetry={() => void refetch()} /> : <Skeleton rows={8} />
  const change: ChangeView = (changed, how) =>
    void navigate({
      to: '.',
      search: previous => readCallView({ ...readCallView(previous as CallView as Record<string, string>), ...changed }),
      replace: how === 'replace',
      resetScroll: false,
    })
  return <CallContent key={call.id} call={call} view={view} onChange={change} />
}

const CallGone = () => (
  <Notice
    title={text.call.goneTitle}
    action={
      <Link to="/calls" className={buttonClass()}>
        {text.notFound.home}
      </Link>
    }
  >
    {text.call.gone}
  </Notice>
)
