import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { FilterChips } from '../../design/filter-chips/filter-chips.tsx'
import { FailureNotice, Notice } from '../../design/notice/notice.tsx'
import { useNow } from '../../design/now/use-now.ts'
import { Select } from '../../design/select/select.tsx'
import { useTitle } from '../../design/title/use-title.ts'
import { boundsOf, changeCallsView, type Period, periods, readCallsView } from '../../model/calls-view.ts'
import { filterChips } from '../../model/filter-chips.ts'
import { bucketOf } from '../../model/roll-ups/time-columns.ts'
import { useApps } from '../../rpc/apps.ts'
import { failureOf } from '../../rpc/failure.ts'
import { text } from '../../text/text.ts'
import { CausesCards } from './causes-cards.tsx'
import { DistributionCards } from './distribution-cards.tsx'
import { NamesCards } from './names-cards.tsx'
import styles from './overview-page.module.css'
import { TimeCards } from './time-cards.tsx'
import { WhereCard } from './where-card.tsx'

const MINUTE_MS = 60_000

const options = periods.map(value => ({ value, label: text.calls.periods[value] }))

/** How the calls of an app went in a period, and whether that got worse. */
export function OverviewPage() {
  const { appId = '' } = useParams({ strict: false })
  const wanted = readCallsView(useSearch({ strict: false }))
  const navigate = useNavigate()
  const now = useNow(MINUTE_MS)
  const { data: apps, error, refetch } = useApps()
  const view = useMemo(() => (wanted.last || wanted.from ? wanted : { ...wanted, last: '7d' as const }), [wanted])
  const app = apps?.find(({ id }) => id === appId)
  useTitle(app?.name ?? text.overview.title)
  if (error && !apps) return <FailureNotice failure={failureOf(error)} onRetry={() => void refetch()} />
  if (apps && !app) return <Notice title={text.overview.noApp}>{text.errors.notFound}</Notice>
  // The minute that runs belongs to the period: a call that has just ended is shown.
  const { from = 0, to = (Math.floor(now / MINUTE_MS) + 1) * MINUTE_MS } = boundsOf(view, now)
  const about = { appId, view, from, to, bucket: bucketOf(from, to) }
  const change = (changed: Parameters<typeof changeCallsView>[1]) =>
    void navigate({ to: '.', search: changeCallsView(wanted, changed) })
  return (
    <>
      <div className={styles.head}>
        <h1>
          <bdi>{app?.name ?? '\u00a0'}</bdi>
        </h1>
        <div className={styles.filters}>
          <FilterChips
            chips={filterChips(wanted, code => code)}
            onRemove={names => change(Object.fromEntries(names.map(name => [name, undefined])))}
          />
          <Select
            label={text.calls.period}
            value={view.last ?? ''}
            options={view.last ? options : [{ value: '', label: text.overview.ownPeriod }, ...options]}
            onChange={last =>
              change({ last: last === '7d' ? undefined : (last as Period), from: undefined, to: undefined })
            }
          />
        </div>
      </div>
      <div className={styles.grid}>
        <TimeCards about={about} />
        <CausesCards about={about} />
        <DistributionCards about={about} />
        <NamesCards about={about} />
        <WhereCard about={about} />
      </div>
    </>
  )
}
