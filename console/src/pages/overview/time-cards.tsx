import { useState } from 'react'
import { ColumnChart, ColumnLegend } from '../../charts/column-chart/column-chart.tsx'
import { ColumnTable } from '../../charts/column-chart/column-table.tsx'
import { QualityMark } from '../../design/marks/quality-mark.tsx'
import { useNear } from '../../design/near/use-near.ts'
import { outcomeNames, qualityNames } from '../../model/calls-view.ts'
import { counted } from '../../model/plural.ts'
import { type Column, totalOf } from '../../model/roll-ups/charts.ts'
import { comparison } from '../../model/roll-ups/comparison.ts'
import { type TimeCounts, timeColumns } from '../../model/roll-ups/time-columns.ts'
import { type TotalCalls, useOutcomes, useQualities, useTotalBefore } from '../../rpc/overview.ts'
import { text } from '../../text/text.ts'
import type { About } from './about.ts'
import { ChartCard } from './chart-card.tsx'
import styles from './overview-page.module.css'

const qualityKeys = qualityNames.map(key => ({ key, label: text.quality[key], view: { quality: key } }))
const outcomeKeys = outcomeNames.map(key => ({ key, label: text.outcome[key], view: { outcome: key } }))

/** How calls were, and how they went, day by day. */
export function TimeCards({ about }: { about: About }) {
  const { data: before } = useTotalBefore(about)
  return (
    <>
      <TimeCard
        about={about}
        title={text.overview.quality}
        height={248}
        keys={qualityKeys}
        useCounts={useQualities}
        before={before}
        legend={
          <div className={styles.legend}>
            {qualityNames.map(quality => (
              <QualityMark key={quality} quality={quality} />
            ))}
          </div>
        }
      />
      <TimeCard
        about={about}
        title={text.overview.outcomes}
        height={208}
        keys={outcomeKeys}
        useCounts={useOutcomes}
        legend={<ColumnLegend keys={outcomeKeys} />}
      />
    </>
  )
}

interface TimeCardProps {
  about: About
  title: string
  height: number
  keys: Parameters<typeof timeColumns>[0]['keys']
  useCounts: (
    about: About,
    isAsked: boolean,
  ) => { data: TimeCounts[] | undefined; error: unknown; refetch: () => unknown }
  before?: TotalCalls | undefined
  legend?: React.ReactNode
}

function TimeCard({ about, title, height, keys, useCounts, before, legend }: TimeCardProps) {
  const [isTable, setTable] = useState(false)
  const [mark, isNear] = useNear()
  const answer = useCounts(about, isNear)
  const columnsOf = (buckets: TimeCounts[]): Column[] => timeColumns({ ...about, buckets, keys })
  const note = (buckets: TimeCounts[]) => {
    const total = totalOf(columnsOf(buckets))
    return [counted(total, text.nouns.call), before && comparison(total, before.count)].filter(Boolean).join(', ')
  }
  return (
    <ChartCard
      title={title}
      height={height}
      className={styles.wide}
      mark={mark}
      answer={answer}
      note={note}
      isEmpty={buckets => buckets.length === 0}
      table={{ isShown: isTable, onToggle: () => setTable(!isTable) }}
    >
      {buckets =>
        isTable ? (
          <ColumnTable name={title} columns={columnsOf(buckets)} />
        ) : (
          <div className={styles.drawn}>
            {legend}
            <div className={styles.plot}>
              <ColumnChart appId={about.appId} name={title} columns={columnsOf(buckets)} />
            </div>
          </div>
        )
      }
    </ChartCard>
  )
}
