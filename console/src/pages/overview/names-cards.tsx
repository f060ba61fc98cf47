import { useAppVersions, useBrowsers, useSystems } from '../../rpc/session-names.ts'
import { text } from '../../text/text.ts'
import type { About } from './about.ts'
import { ListCard } from './list-card.tsx'

/** With what people took part. */
export const NamesCards = ({ about }: { about: About }) => (
  <>
    <ListCard about={about} title={text.overview.systems} height={128} useBars={useSystems} />
    <ListCard about={about} title={text.overview.browsers} height={128} isWide useBars={useBrowsers} />
    <ListCard about={about} title={text.overview.versions} height={128} useBars={useAppVersions} />
  </>
)
