import { Autocomplete } from '@base-ui/react/autocomplete'
import { Dialog as Base } from '@base-ui/react/dialog'
import { useNavigate } from '@tanstack/react-router'
import { Search, X } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import dialog from '../../design/dialog/dialog.module.css'
import { QualityMark } from '../../design/marks/quality-mark.tsx'
import { Moment } from '../../design/time/moment.tsx'
import { personName, secondName } from '../../model/names.ts'
import { failureOf } from '../../rpc/failure.ts'
import { type Match, useSearch } from '../../rpc/search.ts'
import { text } from '../../text/text.ts'
import styles from './search-dialog.module.css'

/** One field over calls, participants, apps and organizations. */
export function SearchDialog({ onClose }: { onClose: () => void }) {
  return (
    <Base.Root open onOpenChange={open => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={dialog.backdrop} />
        <Base.Popup className={`${dialog.popup} ${styles.popup}`} aria-label={text.search.title}>
          <SearchField onClose={onClose} />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

function SearchField({ onClose }: { onClose: () => void }) {
  const [query, setQuery] = useState('')
  const wanted = useDeferredValue(query.trim().slice(0, 64))
  const { data = [], error, isFetching } = useSearch(wanted)
  const matches = wanted === '' ? [] : data
  const open = useOpenMatch(onClose)
  return (
    <Autocomplete.Root
      inline
      open
      mode="none"
      autoHighlight="always"
      items={matches}
      value={query}
      onValueChange={(value, details) => details.reason !== 'item-press' && setQuery(value)}
      itemToStringValue={match => match.name}
    >
      <div className={styles.field}>
        <Search size={16} aria-hidden="true" className={styles.icon} />
        <Autocomplete.Input
          className={styles.input}
          placeholder={text.search.placeholder}
          aria-label={text.search.title}
        />
        <Base.Close className={dialog.close} aria-label={text.common.close}>
          <X size={16} />
        </Base.Close>
      </div>
      <div className={styles.status} role="status">
        {statusText(wanted, matches.length, isFetching, error)}
      </div>
      <Autocomplete.List className={styles.list} aria-label={text.search.title}>
        {(match: Match) => (
          <Autocomplete.Item key={match.id} value={match} className={styles.item} onClick={() => open(match)}>
            {match.quality && <QualityMark quality={match.quality} hasWord={false} />}
            <bdi className={styles.name}>{personName(match)}</bdi>
            <bdi className={styles.second}>{secondName(match) ?? ''}</bdi>
            {match.kind === 'conference' && match.at !== undefined && (
              <span className={styles.kind}>
                <Moment at={match.at} now={Date.now()} />
              </span>
            )}
            <span className={styles.kind}>{text.search.kinds[match.kind]}</span>
          </Autocomplete.Item>
        )}
      </Autocomplete.List>
    </Autocomplete.Root>
  )
}

function statusText(query: string, found: number, isFetching: boolean, error: unknown): string {
  if (query === '') return text.search.hint
  if (error) return failureOf(error).message
  if (found > 0) return ''
  return isFetching ? text.common.loading : text.search.none(query)
}

function useOpenMatch(onClose: () => void): (match: Match) => void {
  const navigate = useNavigate()
  return ({ kind, id }) => {
    onClose()
    if (kind === 'conference') void navigate({ to: '/conference/$conferenceId', params: { conferenceId: id } })
    else if (kind === 'participant') void navigate({ to: '/participant/$participantId', params: { participantId: id } })
    else if (kind === 'app') void navigate({ to: '/apps/$appId', params: { appId: id } })
    else void navigate({ to: '/calls' })
  }
}
