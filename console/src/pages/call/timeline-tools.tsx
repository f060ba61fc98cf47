import { ChevronsDownUp, ChevronsUpDown, Minus, Plus } from 'lucide-react'
import { Button } from '../../design/button/button.tsx'
import { useKeys } from '../../design/keys/use-keys.ts'
import { panWindow, zoomWindow } from '../../model/timeline/window.ts'
import { text } from '../../text/text.ts'
import styles from './timeline-panel.module.css'
import type { Folds } from './use-folds.ts'
import type { Zoom } from './use-time-window.ts'

interface TimelineToolsProps {
  zoom: Zoom
  folds: Folds
  isOngoing: boolean
  isList: boolean
  onList: (isList: boolean) => void
}

/** Zoom, folding, and whether the timeline is drawn or told in words. */
export function TimelineTools({ zoom, folds, isOngoing, isList, onList }: TimelineToolsProps) {
  const { window, whole, setWindow, isFollowing, follow } = zoom
  const zoomBy = (factor: number) =>
    setWindow(zoomWindow(window, factor, isFollowing ? window.to : (window.from + window.to) / 2, whole), true)
  const pan = (share: number) => setWindow(panWindow(window, share, whole), true)
  const fit = () => setWindow(whole, true)
  useKeys({
    '+': () => zoomBy(0.5),
    '-': () => zoomBy(2),
    '0': fit,
    ArrowLeft: () => pan(-0.25),
    ArrowRight: () => pan(0.25),
    ...(isOngoing ? { l: () => follow(!isFollowing) } : {}),
  })
  const fold = folds.areAllOpen ? text.timeline.foldAll : text.timeline.unfoldAll
  return (
    <div className={styles.tools}>
      {isOngoing && (
        <Button look="quiet" aria-pressed={isFollowing} onClick={() => follow(!isFollowing)}>
          {text.timeline.followLive}
        </Button>
      )}
      <Button
        look="quiet"
        icon={folds.areAllOpen ? <ChevronsDownUp size={14} /> : <ChevronsUpDown size={14} />}
        aria-label={fold}
        title={fold}
        onClick={() => folds.setAll(!folds.areAllOpen)}
      />
      {!isList && (
        <>
          <Button
            look="quiet"
            icon={<Minus size={14} />}
            aria-label={text.timeline.zoomOut}
            onClick={() => zoomBy(2)}
          />
          <Button
            look="quiet"
            icon={<Plus size={14} />}
            aria-label={text.timeline.zoomIn}
            onClick={() => zoomBy(0.5)}
          />
          <Button look="quiet" aria-label={text.timeline.fit} onClick={fit}>
            {text.timeline.fitShort}
          </Button>
        </>
      )}
      <Button look="quiet" onClick={() => onList(!isList)}>
        {isList ? text.timeline.asChart : text.timeline.asList}
      </Button>
    </div>
  )
}
