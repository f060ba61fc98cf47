import { qualityNames } from '../../model/calls-view.ts'
import type { QualityCounts } from '../../model/participant.ts'
import { countsText } from '../../model/quality-share.ts'
import styles from './share-bar.module.css'

/** How calls were, as parts of a bar; its words are read. */
export const ShareBar = ({ counts }: { counts: QualityCounts }) => (
  <span className={styles.bar} role="img" aria-label={countsText(counts)} title={countsText(counts)}>
    {qualityNames.map(
      quality =>
        counts[quality] > 0 && <span key={quality} className={styles[quality]} style={{ flexGrow: counts[quality] }} />,
    )}
  </span>
)
