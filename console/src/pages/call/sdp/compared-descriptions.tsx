import { useMemo } from 'react'
import { FailureNotice, Notice } from '../../../design/notice/notice.tsx'
import { Skeleton } from '../../../design/skeleton/skeleton.tsx'
import { compareDescriptions } from '../../../model/sdp/compare.ts'
import type { Exchange, Side } from '../../../model/sdp/exchanges.ts'
import { failureOf } from '../../../rpc/failure.ts'
import { text } from '../../../text/text.ts'
import { DescriptionView } from './description-view.tsx'
import { useDescription } from './use-description.ts'

interface ComparedDescriptionsProps {
  callId: string
  exchange: Exchange
  /** What it is compared with; undefined for nothing. */
  before: Exchange | undefined
  side: Side
}

/** A description beside that of another exchange. */
export function ComparedDescriptions({ callId, exchange, before, side }: ComparedDescriptionsProps) {
  const now = useDescription(callId, exchange, side)
  const earlier = useDescription(callId, before, side)
  const sections = useMemo(
    () => (now.sdp === undefined ? [] : compareDescriptions(earlier.sdp, now.sdp)),
    [now.sdp, earlier.sdp],
  )
  const failed = [now, earlier].find(({ error }) => error)
  if (failed) return <FailureNotice failure={failureOf(failed.error)} onRetry={failed.refetch} />
  if (now.isLoading || earlier.isLoading) return <Skeleton rows={5} rowHeight={40} />
  if (now.sdp === undefined) return <Notice title={text.sdp.missing} />
  return <DescriptionView key={`${exchange.id} ${side}`} sections={sections} isCompared={earlier.sdp !== undefined} />
}
