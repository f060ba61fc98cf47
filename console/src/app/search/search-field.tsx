import { Autocomplete } from '@base-ui/react/autocomplete'
import { Dialog as Base } from '@base-ui/react/dialog'
import { Search, X } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import dialog from '../../design/dialog/dialog.module.css'
import { QualityMark } from '../../design/marks/quality-mark.tsx'
import { Moment } from '../../design/time/moment.tsx'
import { secondName } from '../../model/names.ts'
import { pastedAddress, rawPath } from '../../model/search.ts'
import { useCurrentUser } from '../../rpc/account.ts'
import { failureOf } from '../../rpc/failure.ts'
import { type Match, useSearch } from '../../rpc/search.ts'
import { text } from '../../text/text.ts'
import styles from './search-dialog.module.css'
import type { SearchEntry } from './search-entry.ts'
import { useCommands } from './use-commands.ts'
import { useOpenPath } from './use-open-path.ts'

/** Characters that the server looks for at most. */
const MAX_LENGTH = 64

/** What is looked for, and what was found: things first, then commands. */
export function SearchField({ onClose }: { onClose: () => void }) {
  const [query, setQuery] = useState('')
  const wanted = useDeferredValue(query.trim())
  const isAddress = pastedAddress(wanted, document.baseURI) !== undefined
  const asked = isAddress ? '' : wanted.slice(0, MAX_LENGTH)
  const { data = [], error, isFetching } = useSearch(asked)
  const open = useOpenPath()
  const commands = useCommands(wanted)
  const { data: user } = useCurrentUser()
  const matches = asked === '' ? [] : data
  const raw = user?.isSuperuser ? matches.filter(({ id }) => id === asked.toLowerCase()) : []
  const entries = [
    ...matches.map(match => entryOf(match, open)),
    ...raw.map(match => rawEntryOf(match, open)),
    ...commands,
  ]
  return (
    <Autocomplete.Root
      inline
      open
      mode="none"
      autoHighlight="always"
      items={entries}
      value={query}
      onValueChange={(value, details) => details.reason !== 'item-press' && setQuery(value)}
      itemToStringValue={entry => entry.label}
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
        {statusText(asked, entries.length, isFetching, error)}
      </div>
      <Autocomplete.List className={styles.list} aria-label={text.search.title}>
        {(entry: SearchEntry) => <EntryLine key={entry.key} entry={entry} onClose={onClose} />}
      </Autocomplete.List>
    </Autocomplete.Root>
  )
}

function EntryLine({ entry, onClose }: { entry: SearchEntry; onClose: () => void }) {
  const choose = () => {
    onClose()
    entry.run()
  }
  return (
    <Autocomplete.Item value={entry} className={styles.item} onClick={choose}>
      {entry.quality && <QualityMark quality={entry.quality} hasWord={false} />}
      <bdi className={styles.name}>{entry.label}</bdi>
      <bdi className={styles.second}>{entry.second ?? ''}</bdi>
      {entry.at !== undefined && (
        <span className={styles.kind}>
          <Moment at={entry.at} now={Date.now()} />
        </span>
      )}
      <span className={styles.kind}>{entry.kind}</span>
    </Autocomplete.Item>
  )
}

const entryOf = (match: Match, open: (path: string) => void): SearchEntry => ({
  key: match.id,
  label: match.name || match.externalId || match.id,
  second: secondName(match),
  quality: match.quality,
  at: match.kind === 'conference' || match.kind === 'event' ? match.at : undefined,
  kind: text.search.kinds[match.kind],
  run: () => open(match.path),
})

/** What is stored of a match. */
const rawEntryOf = (match: Match, open: (path: string) => void): SearchEntry => ({
  key: `raw ${match.id}`,
  label: text.search.commands.rawRecord,
  second: match.id,
  kind: text.records.title,
  run: () => open(rawPath(match)),
})

function statusText(asked: string, shown: number, isFetching: boolean, error: unknown): string {
  if (asked === '') return ''
  if (error) return failureOf(error).message
  if (shown > 0) return ''
  return isFetching ? text.common.loading : text.search.none(asked)
}
