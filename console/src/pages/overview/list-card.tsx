import { BarList } from '../../charts/bar-list/bar-list.tsx'
import { useNear } from '../../design/near/use-near.ts'
import type { Bar } from '../../model/roll-ups/charts.ts'
import type { About } from './about.ts'
import { type Answer, ChartCard } from './chart-card.tsx'
import styles from './overview-page.module.css'

interface ListCardProps {
  about: About
  title: string
  height: number
  isWide?: boolean
  useBars: (about: About, isAsked: boolean) => Answer<Bar[]>
}

/** A card with a ranking. */
export function ListCard({ about, title, height, isWide = false, useBars }: ListCardProps) {
  const [mark, isNear] = useNear()
  const answer = useBars(about, isNear)
  return (
    <ChartCard
      title={title}
      height={height}
      className={isWide ? styles.wide : undefined}
      mark={mark}
      answer={answer}
      isEmpty={bars => bars.every(({ value }) => value === 0)}
    >
      {bars => (
        <BarList appId={about.appId} name={title} bars={bars} total={bars.reduce((sum, { value }) => sum + value, 0)} />
      )}
    </ChartCard>
  )
}
