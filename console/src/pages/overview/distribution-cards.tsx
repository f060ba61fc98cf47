import { useState } from 'react'
import { ColumnChart } from '../../charts/column-chart/column-chart.tsx'
import { ColumnTable } from '../../charts/column-chart/column-table.tsx'
import { useNear } from '../../design/near/use-near.ts'
import { type Column, totalOf } from '../../model/roll-ups/charts.ts'
import { useDurations, useMediaErrors, usePaths, usePeopleCounts, useSetupTimes } from '../../rpc/overview.ts'
import { text } from '../../text/text.ts'
import type { About } from './about.ts'
import { type Answer, ChartCard } from './chart-card.tsx'
import { ListCard } from './list-card.tsx'

/** How calls are spread over paths, times and sizes. */
export const DistributionCards = ({ about }: { about: About }) => (
  <>
    <SpreadCard about={about} title={text.overview.setup} useColumns={useSetupTimes} />
    <SpreadCard about={about} title={text.overview.duration} useColumns={useDurations} />
    <SpreadCard about={about} title={text.overview.people} useColumns={usePeopleCounts} />
    <ListCard about={about} title={text.overview.paths} height={128} useBars={usePaths} />
    <ListCard about={about} title={text.overview.mediaErrors} height={128} useBars={useMediaErrors} />
  </>
)

interface SpreadCardProps {
  about: About
  title: string
  useColumns: (about: About, isAsked: boolean) => Answer<Column[]>
}

function SpreadCard({ about, title, useColumns }: SpreadCardProps) {
  const [isTable, setTable] = useState(false)
  const [mark, isNear] = useNear()
  const answer = useColumns(about, isNear)
  return (
    <ChartCard
      title={title}
      height={180}
      mark={mark}
      answer={answer}
      isEmpty={columns => totalOf(columns) === 0}
      table={{ isShown: isTable, onToggle: () => setTable(!isTable) }}
    >
      {columns =>
        isTable ? (
          <ColumnTable name={title} columns={columns} />
        ) : (
          <ColumnChart appId={about.appId} name={title} columns={columns} />
        )
      }
    </ChartCard>
  )
}
