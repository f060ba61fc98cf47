import { QualityMark } from '../../design/marks/quality-mark.tsx'
import type { Quality } from '../../model/call.ts'
import type { ChangeFilters } from '../../model/calls-view.ts'
import { type CallsView, qualityNames } from '../../model/calls-view.ts'
import { count } from '../../model/units.ts'
import { useQualityCounts } from '../../rpc/calls.ts'
import { text } from '../../text/text.ts'
import styles from './calls-filters.module.css'

interface QualityTogglesProps {
  appId: string | undefined
  view: CallsView
  onChange: ChangeFilters
}

/** Which qualities are listed, with how many calls have each: all, while none is chosen. */
export function QualityToggles({ appId, view, onChange }: QualityTogglesProps) {
  const { data: counts } = useQualityCounts(appId, view)
  const chosen = view.quality?.split(',') ?? []
  const toggle = (quality: Quality) =>
    onChange({
      quality: (chosen.includes(quality) ? chosen.filter(name => name !== quality) : [...chosen, quality]).join(','),
    })
  return (
    <fieldset className={styles.toggles}>
      <legend className="visually-hidden">{text.calls.columns.quality}</legend>
      {qualityNames.map(quality => (
        <button
          key={quality}
          type="button"
          className={styles.toggle}
          aria-pressed={chosen.includes(quality)}
          title={text.quality[quality]}
          onClick={() => toggle(quality)}
        >
          <QualityMark quality={quality} hasWord={false} />
          <span className={styles.count}>{counts ? count(counts[quality]) : ''}</span>
        </button>
      ))}
    </fieldset>
  )
}
