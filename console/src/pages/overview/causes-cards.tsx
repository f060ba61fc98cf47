import { useIssueCounts, useReasons } from '../../rpc/overview.ts'
import { text } from '../../text/text.ts'
import type { About } from './about.ts'
import { ListCard } from './list-card.tsx'

/** What made calls bad, and what was found in them. */
export const CausesCards = ({ about }: { about: About }) => (
  <>
    <ListCard about={about} title={text.overview.reasons} height={248} useBars={useReasons} />
    <ListCard about={about} title={text.overview.issues} height={208} useBars={useIssueCounts} />
  </>
)
