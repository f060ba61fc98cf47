import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import field from '../../design/field/field.module.css'
import { useTypedText } from '../../design/field/use-typed-text.ts'
import list from '../../design/list-page/list-page.module.css'
import { FailureNotice } from '../../design/notice/notice.tsx'
import { Pager } from '../../design/pager/pager.tsx'
import { Skeleton } from '../../design/skeleton/skeleton.tsx'
import { useTitle } from '../../design/title/use-title.ts'
import { readParticipantsView } from '../../model/participants-view.ts'
import { failureOf } from '../../rpc/failure.ts'
import { useParticipants } from '../../rpc/participants.ts'
import { text } from '../../text/text.ts'
import { NoParticipants } from './no-participants.tsx'
import { ParticipantsTable } from './participants-table.tsx'

/** Who takes part in the calls of an app. */
export function ParticipantsPage() {
  useTitle(text.participants.title)
  const { appId = '' } = useParams({ strict: false })
  const view = readParticipantsView(useSearch({ strict: false }))
  const navigate = useNavigate()
  const { data, error, isPlaceholderData, refetch } = useParticipants(appId, view)
  const [words, setWords] = useTypedText(
    view.q ?? '',
    q => void navigate({ to: '.', search: readParticipantsView({ q: q.trim() }), replace: true }),
  )
  return (
    <>
      <h1 className={list.title}>{text.participants.title}</h1>
      <search className={list.filters}>
        <input
          className={`${field.input} ${list.words}`}
          type="search"
          maxLength={64}
          aria-label={text.participants.words}
          placeholder={text.participants.words}
          value={words}
          onChange={event => setWords(event.target.value)}
        />
      </search>
      <div aria-busy={isPlaceholderData} className={list.body}>
        {error && !data ? (
          <FailureNotice failure={failureOf(error)} onRetry={() => void refetch()} />
        ) : !data ? (
          <Skeleton rows={12} />
        ) : data.participants.length === 0 ? (
          <NoParticipants appId={appId} view={view} />
        ) : (
          <ParticipantsTable participants={data.participants} />
        )}
      </div>
      <Pager search={view.q ? { q: view.q } : {}} page={view.page} nextPage={data?.nextPage} />
    </>
  )
}
