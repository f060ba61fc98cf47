import { Suspense } from 'react'
import { BarList } from '../../charts/bar-list/bar-list.tsx'
import { useNear } from '../../design/near/use-near.ts'
import { lazyPart } from '../../design/part.ts'
import { usePlaces } from '../../rpc/session-names.ts'
import { text } from '../../text/text.ts'
import type { About } from './about.ts'
import { ChartCard } from './chart-card.tsx'
import styles from './overview-page.module.css'

const WorldMap = lazyPart(() => import('../../charts/world-map/world-map.tsx'), 'WorldMap')

/** From where people took part: on a map, and as a list beside it. */
export function WhereCard({ about }: { about: About }) {
  const [mark, isNear] = useNear()
  const answer = usePlaces(about, isNear)
  return (
    <ChartCard
      title={text.overview.where}
      height={340}
      className={styles.whole}
      mark={mark}
      answer={answer}
      isEmpty={({ countries, cities }) => countries.length === 0 && cities.length === 0}
    >
      {({ countries, cities }) => (
        <div className={styles.where}>
          <Suspense fallback={<div />}>
            <WorldMap countries={countries} cities={cities} />
          </Suspense>
          <BarList
            appId={about.appId}
            name={text.overview.countries}
            bars={countries}
            total={countries.reduce((sum, { value }) => sum + value, 0)}
          />
        </div>
      )}
    </ChartCard>
  )
}
