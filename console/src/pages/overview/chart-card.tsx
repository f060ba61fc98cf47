import type { ReactNode, RefObject } from 'react'
import { Button } from '../../design/button/button.tsx'
import { Card } from '../../design/card/card.tsx'
import { FailureNotice } from '../../design/notice/notice.tsx'
import { Skeleton } from '../../design/skeleton/skeleton.tsx'
import { failureOf } from '../../rpc/failure.ts'
import { text } from '../../text/text.ts'
import styles from './chart-card.module.css'

/** Answer to a question, as a card needs it. */
export interface Answer<Data> {
  data: Data | undefined
  error: unknown
  refetch: () => unknown
}

interface ChartCardProps<Data> {
  title: string
  height: number
  className?: string | undefined
  /** Of {@link useNear}: what comes near the screen is asked for. */
  mark: RefObject<HTMLDivElement | null>
  answer: Answer<Data>
  note?: (data: Data) => string
  isEmpty: (data: Data) => boolean
  /** Absent: it is a list already. */
  table?: { isShown: boolean; onToggle: () => void }
  children: (data: Data) => ReactNode
}

/** A card with one answer of the server in one of its states. */
export function ChartCard<Data>(props: ChartCardProps<Data>) {
  const { title, height, className, mark, answer, note, isEmpty, table, children } = props
  const { data, error, refetch } = answer
  const toggle = table && (
    <Button look="quiet" onClick={table.onToggle}>
      {table.isShown ? text.timeline.asChart : text.timeline.asTable}
    </Button>
  )
  return (
    <Card title={title} height={height} className={className} note={data && note?.(data)} actions={toggle}>
      <div ref={mark} className={styles.room}>
        {error && !data ? (
          <FailureNotice failure={failureOf(error)} onRetry={() => void refetch()} />
        ) : data === undefined ? (
          <Skeleton rows={Math.floor(height / 40)} rowHeight={32} />
        ) : isEmpty(data) ? (
          <p className={styles.none}>{text.overview.none}</p>
        ) : (
          children(data)
        )}
      </div>
    </Card>
  )
}
